//! One line of `tests/conformance.json`.

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value};

use super::evidence::Found;

pub(super) struct Line {
    pub(super) number: usize,
    pub(super) specification: String,
    pub(super) clause: String,
    pub(super) rule: String,
    pub(super) area: Area,
    /// Patterns of names of vectors that are accepted; each `*` stands for anything.
    pub(super) accept: Vec<String>,
    pub(super) refuse: Vec<String>,
    /// Files, and the names of tests in each.
    pub(super) tests: Vec<(String, Vec<String>)>,
    /// Why there are only accepted or only refused vectors.
    pub(super) one_sided: Option<String>,
    /// What is not there yet.
    pub(super) planned: Option<String>,
    /// Why a line does not concern us, or what a reader should know.
    pub(super) note: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Area {
    Core,
    Bindings,
    Edge,
    KeyRing,
    Browser,
    NotApplicable,
}

impl Area {
    pub(super) const ALL: [Self; 6] = [
        Self::Core,
        Self::Bindings,
        Self::Edge,
        Self::KeyRing,
        Self::Browser,
        Self::NotApplicable,
    ];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Core => "core",
            Self::Bindings => "bindings",
            Self::Edge => "edge",
            Self::KeyRing => "key ring",
            Self::Browser => "browser",
            Self::NotApplicable => "not applicable",
        }
    }

    /// What every verdict stands on may not be planned.
    fn must_be_shown(self) -> bool {
        matches!(self, Self::Core | Self::Bindings)
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Status {
    Shown,
    InPart,
    Planned,
    NotApplicable,
}

impl Status {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Shown => "shown",
            Self::InPart => "in part",
            Self::Planned => "planned",
            Self::NotApplicable => "not applicable",
        }
    }
}

const MEMBERS: [&str; 11] = [
    "line",
    "specification",
    "clause",
    "rule",
    "area",
    "accept",
    "refuse",
    "tests",
    "one_sided",
    "planned",
    "note",
];

impl Line {
    pub(super) fn read(value: &Value) -> Result<Self> {
        let members = value.as_object().context("a line is an object")?;
        let number = members
            .get("line")
            .and_then(Value::as_u64)
            .context("a line has a number")?;
        Self::read_members(members, usize::try_from(number)?)
            .with_context(|| format!("line {number}"))
    }

    fn read_members(members: &Map<String, Value>, number: usize) -> Result<Self> {
        if let Some(unknown) = members
            .keys()
            .find(|name| !MEMBERS.contains(&name.as_str()))
        {
            bail!("`{unknown}` is unknown");
        }
        let optional = |name| members.get(name).map(text).transpose();
        let required = |name| optional(name)?.with_context(|| format!("no `{name}`"));
        let names = |name| members.get(name).map_or(Ok(Vec::new()), texts);
        let area = required("area")?;
        let tests = match members.get("tests") {
            None => Vec::new(),
            Some(files) => files
                .as_object()
                .context("`tests` is an object")?
                .iter()
                .map(|(file, names)| Ok((file.clone(), texts(names)?)))
                .collect::<Result<_>>()?,
        };
        Ok(Self {
            number,
            specification: required("specification")?,
            clause: required("clause")?,
            rule: required("rule")?,
            area: Area::ALL
                .into_iter()
                .find(|known| known.name() == area)
                .with_context(|| format!("the area `{area}` is unknown"))?,
            accept: names("accept")?,
            refuse: names("refuse")?,
            tests,
            one_sided: optional("one_sided")?,
            planned: optional("planned")?,
            note: optional("note")?,
        })
    }

    pub(super) fn status(&self, found: &Found) -> Status {
        match (self.area, found.is_empty(), &self.planned) {
            (Area::NotApplicable, ..) => Status::NotApplicable,
            (_, true, _) => Status::Planned,
            (_, false, Some(_)) => Status::InPart,
            (_, false, None) => Status::Shown,
        }
    }

    /// What the line says of itself that does not hold.
    pub(super) fn faults(&self, found: &Found) -> Vec<String> {
        let one_side = found.accepted.is_empty() != found.refused.is_empty();
        let none = found.is_empty();
        [
            (
                self.area.must_be_shown() && none,
                "nothing shows it, and its area may not be planned",
            ),
            (
                !self.area.must_be_shown()
                    && self.area != Area::NotApplicable
                    && none
                    && self.planned.is_none(),
                "nothing shows it, and it is not planned either",
            ),
            (
                self.area == Area::NotApplicable && self.note.is_none(),
                "no reason why it is not applicable",
            ),
            (
                one_side && self.one_sided.is_none(),
                "its vectors are all accepted or all refused, and it does not say why",
            ),
            (
                !one_side && self.one_sided.is_some(),
                "it says why one side is missing, which is there",
            ),
        ]
        .into_iter()
        .filter(|(holds, _)| *holds)
        .map(|(_, fault)| format!("line {}: {fault}", self.number))
        .collect()
    }
}

fn text(value: &Value) -> Result<String> {
    let text = value.as_str().context("a text is expected")?;
    if text.is_empty() {
        bail!("a text is empty");
    }
    Ok(text.to_owned())
}

fn texts(value: &Value) -> Result<Vec<String>> {
    let list = value.as_array().context("a list is expected")?;
    list.iter().map(text).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// The faults of a line of an area with so many accepted and refused vectors and tests.
    fn faults(area: &str, [accepted, refused, tests]: [usize; 3], more: &[&str]) -> usize {
        let mut line = json!({
            "line": 1, "specification": "S", "clause": "§1", "rule": "R", "area": area,
        });
        for member in more {
            line[member] = "a reason".into();
        }
        let found = Found {
            accepted: vec!["a".into(); accepted],
            refused: vec!["r".into(); refused],
            tests,
        };
        Line::read(&line).expect("a line").faults(&found).len()
    }

    #[test]
    fn a_line_of_the_core_is_shown_from_both_sides() {
        assert_eq!(faults("core", [1, 1, 0], &[]), 0);
        assert_eq!(faults("core", [0, 0, 1], &[]), 0);
        assert_eq!(faults("core", [0, 0, 0], &[]), 1);
        assert_eq!(faults("core", [0, 0, 0], &["planned"]), 1);
        assert_eq!(faults("core", [1, 0, 1], &[]), 1);
        assert_eq!(faults("core", [0, 1, 1], &[]), 1);
        assert_eq!(faults("core", [0, 1, 1], &["one_sided"]), 0);
        assert_eq!(faults("core", [1, 1, 1], &["one_sided"]), 1);
    }

    #[test]
    fn other_lines_may_be_planned_or_say_why_they_do_not_apply() {
        assert_eq!(faults("edge", [0, 0, 0], &["planned"]), 0);
        assert_eq!(faults("edge", [0, 0, 0], &[]), 1);
        assert_eq!(faults("browser", [0, 0, 1], &[]), 0);
        assert_eq!(faults("not applicable", [0, 0, 0], &["note"]), 0);
        assert_eq!(faults("not applicable", [0, 0, 0], &[]), 1);
    }

    #[test]
    fn a_member_or_area_that_nobody_knows_is_refused() {
        let line = |area: &str| {
            json!({
                "line": 1, "specification": "S", "clause": "§1", "rule": "R", "area": area,
            })
        };
        assert!(Line::read(&line("core")).is_ok());
        assert!(Line::read(&line("kernel")).is_err());
        let mut typo = line("core");
        typo["acept"] = json!(["form: three segments"]);
        assert!(Line::read(&typo).is_err());
    }
}
