//! Nothing but the benchmark in `benches/`.
