//! Who comes while another caller fetches.

use std::future::Future;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

use portcullis::ring::Host;
use portcullis::{Error, KeyFault, KeysFault, Presentation};

use crate::host::{Keys, code, document, failed, keys, policy, token};

/// Looks at a future once.
fn poll<F: Future>(future: Pin<&mut F>) -> Poll<F::Output> {
    future.poll(&mut Context::from_waker(Waker::noop()))
}

#[test]
fn who_comes_while_keys_are_fetched_waits_for_them_by_a_timer() {
    let (host, [key, _]) = (Keys::new(), keys());
    let (token, policy, bearer) = (token(&key), policy(), Presentation::bearer());
    let mut first = pin!(host.verify(&token, &policy, &bearer));
    let mut second = pin!(host.verify(&token, &policy, &bearer));
    assert!(poll(first.as_mut()).is_pending());
    assert!(poll(second.as_mut()).is_pending());
    host.after(0.5);
    assert!(poll(second.as_mut()).is_pending());
    host.answers([document(key.jwks())]);
    assert!(matches!(poll(first), Poll::Ready(Ok(_))));
    host.after(0.5);
    assert!(matches!(poll(second), Poll::Ready(Ok(_))));
    assert_eq!(host.asked(), 1);
}

#[test]
fn the_answer_that_was_waited_for_answers_ones_own_question() {
    let (host, [key, next]) = (Keys::new(), keys());
    host.answers([document(key.jwks())]);
    assert_eq!(host.code(&token(&key)), "OK");
    let (token, policy, bearer) = (token(&next), policy(), Presentation::bearer());
    for (answer, code_of_both) in [
        (failed(None), "ERR_KEY_UNKNOWN"),
        (document(key.jwks()), "ERR_KEY_UNKNOWN"),
        (document(next.jwks()), "OK"),
    ] {
        let asked = host.after(60.0).asked();
        let mut first = pin!(host.verify(&token, &policy, &bearer));
        let mut second = pin!(host.verify(&token, &policy, &bearer));
        assert!(poll(first.as_mut()).is_pending());
        assert!(poll(second.as_mut()).is_pending());
        host.answers([answer]);
        for mut verdict in [first, second] {
            let Poll::Ready(verdict) = poll(verdict.as_mut()) else {
                panic!("a fetch is waited for in vain");
            };
            assert_eq!(code(verdict), code_of_both);
            host.after(0.1);
        }
        assert_eq!(host.asked(), asked + 1);
    }
}

#[test]
fn nobody_waits_longer_than_a_fetch_may_take() {
    let (host, [key, next]) = (Keys::new(), keys());
    host.answers([document(key.jwks())]);
    assert_eq!(host.code(&token(&key)), "OK");
    let (token, policy, bearer) = (token(&next), policy(), Presentation::bearer());
    let mut first = pin!(host.verify(&token, &policy, &bearer));
    assert!(poll(first.as_mut()).is_pending());
    let second = pin!(host.verify(&token, &policy, &bearer));
    let (verdict, looks) = wait_for(&host, second);
    assert_eq!(verdict.err(), Some(Error::Key(KeyFault::Unknown)));
    assert!(looks > 248, "{looks}");
}

#[test]
fn without_keys_a_second_asks_after_a_second_and_the_others_give_up() {
    let (host, [key, _]) = (Keys::new(), keys());
    let (token, policy, bearer) = (token(&key), policy(), Presentation::bearer());
    let [mut first, mut second] = [(); 2].map(|()| Box::pin(host.verify(&token, &policy, &bearer)));
    assert!(poll(first.as_mut()).is_pending());
    assert!(poll(second.as_mut()).is_pending());
    assert_eq!(host.asked(), 1);
    host.after(1.0);
    assert!(poll(second.as_mut()).is_pending());
    assert_eq!(host.asked(), 2);
    let third = pin!(host.verify(&token, &policy, &bearer));
    let (verdict, looks) = wait_for(&host, third);
    assert_eq!(verdict.err(), Some(Error::Keys(KeysFault::NotReady)));
    assert!(looks > 248 && host.asked() == 2, "{looks}");
}

/// Looks at a verdict every 20 ms until it is there; also says how often that was in vain.
fn wait_for<F: Future>(host: &Keys, mut verdict: Pin<&mut F>) -> (F::Output, usize) {
    for looks in 0..252 {
        if let Poll::Ready(verdict) = poll(verdict.as_mut()) {
            return (verdict, looks);
        }
        host.after(0.02);
    }
    panic!("it waits, or asks itself, for longer than a fetch may take");
}

#[test]
fn a_host_that_is_not_ready_gives_no_verdict() {
    let (host, [key, _]) = (Keys::new(), keys());
    assert_eq!(host.code(&token(&key)), "ERR_KEYS_NOT_READY");
}

#[test]
fn a_verdict_that_is_awaited_goes_from_thread_to_thread() {
    let (host, [key, _]) = (Keys::new(), keys());
    let (token, task) = (token(&key), host.clone());
    let mut verdict = Box::pin(async move {
        let (policy, bearer) = (policy(), Presentation::bearer());
        code(task.verify(&token, &policy, &bearer).await)
    });
    assert!(poll(verdict.as_mut()).is_pending());
    host.answers([document(key.jwks())]);
    let verdict = std::thread::spawn(move || poll(verdict.as_mut()));
    assert_eq!(verdict.join().unwrap(), Poll::Ready("OK"));
}
