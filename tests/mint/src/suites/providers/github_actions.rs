//! GitHub Actions: tokens of workflows, of the owners that are named.

use serde_json::{Value, json};

use super::{AUDIENCE, ISSUER, KINDS, VALUES, keys, refuse_policy, suite as suite_of, token, with};
use crate::suite::Suite;
use crate::token::{Draft, NOW};

fn policy() -> Value {
    json!({
        "preset": { "github_actions": { "owner_ids": ["65", "66"] } },
        "audience": "https://deploy.example",
    })
}

fn workflow() -> Draft {
    let claims = json!({
        "jti": "example-id", "sub": "repo:octo-org/octo-repo:environment:prod",
        "environment": "prod", "aud": "https://deploy.example", "ref": "refs/heads/main",
        "sha": "9f5be26", "repository": "octo-org/octo-repo", "repository_owner": "octo-org",
        "actor_id": "12", "repository_visibility": "private", "repository_id": "74",
        "repository_owner_id": "65", "run_id": "30", "run_number": "10", "run_attempt": "2",
        "runner_environment": "github-hosted", "actor": "octocat", "workflow": "deploy",
        "head_ref": "", "base_ref": "", "event_name": "workflow_dispatch", "ref_type": "branch",
        "job_workflow_ref": "octo-org/octo-automation/.github/workflows/oidc.yml@refs/heads/main",
        "iss": "https://token.actions.githubusercontent.com", "nbf": NOW - 60,
    });
    token(Some("JWT"), &claims)
}

pub fn suite() -> Suite {
    let about = "GitHub Actions: tokens of workflows.";
    let issuer = "https://token.actions.githubusercontent.com";
    let mut s = suite_of("providers_github_actions", about, issuer);
    s.policy("owners", policy());
    let twin = "a workflow's token";
    s.accept(twin, KINDS, workflow().mint());
    for (name, clause, draft, reason) in [
        (
            "another owner",
            VALUES,
            workflow().claim("repository_owner_id", "67"),
            "claims ERR_CLAIM_VALUE repository_owner_id",
        ),
        (
            "another owner of the same name",
            VALUES,
            workflow().no_claim("repository_owner_id"),
            "claims ERR_CLAIM_MISSING repository_owner_id",
        ),
        (
            "an owner's number that is no text",
            VALUES,
            workflow().claim("repository_owner_id", 65),
            "claims ERR_CLAIM_VALUE repository_owner_id",
        ),
        (
            "the audience that every workflow has",
            AUDIENCE,
            workflow().claim("aud", "https://github.com/octo-org"),
            "claims ERR_AUDIENCE_MISMATCH aud",
        ),
        (
            "an enterprise of its own",
            ISSUER,
            workflow().claim("iss", "https://token.actions.githubusercontent.com/octo"),
            "claims ERR_ISSUER_MISMATCH iss",
        ),
        (
            "a token without its workflow",
            KINDS,
            workflow().no_claim("job_workflow_ref"),
            "claims ERR_TOKEN_KIND scope",
        ),
    ] {
        s.refuse(name, clause, draft.mint(), reason, twin);
    }
    let members = json!({ "claims": { "environment": "prod", "repository_id": ["74", "75"] } });
    s.policy("narrower", with(&policy(), &members));
    let twin = "a workflow of the repository and environment";
    s.accept(twin, VALUES, workflow().mint());
    let other = workflow().claim("environment", "test").mint();
    let reason = "claims ERR_CLAIM_VALUE environment";
    s.refuse("one of another environment", VALUES, other, reason, twin);
    let good = workflow();
    for (name, document, fault) in [
        (
            "the audience that GitHub gives by default",
            with(
                &policy(),
                &json!({ "audience": "https://github.com/octo-org" }),
            ),
            "ERR_POLICY_AUDIENCE audience",
        ),
        (
            "any audience",
            with(&policy(), &json!({ "any_audience": true })),
            "ERR_POLICY_CONFLICT any_audience",
        ),
        (
            "no owners",
            json!({ "preset": { "github_actions": {} }, "audience": "https://deploy.example" }),
            "ERR_POLICY_MISSING_MEMBER preset.github_actions.owner_ids",
        ),
        (
            "an owner by a path",
            json!({
                "preset": { "github_actions": { "owner_ids": "octo-org/octo-repo" } },
                "audience": "https://deploy.example",
            }),
            "ERR_POLICY_VALUE preset.github_actions.owner_ids",
        ),
    ] {
        refuse_policy(&mut s, name, document, fault, ("a workflow's token", &good));
    }
    let issuer = "https://token.actions.githubusercontent.com/octo";
    keys(&mut s, "enterprise", issuer);
    let preset =
        json!({ "github_actions_enterprise": { "enterprise": "octo", "owner_ids": "65" } });
    s.policy("enterprise", with(&policy(), &json!({ "preset": preset })));
    let twin = "a workflow of an enterprise with an issuer of its own";
    s.accept(twin, ISSUER, workflow().claim("iss", issuer).mint());
    let reason = "claims ERR_ISSUER_MISMATCH iss";
    s.refuse(
        "one of everybody's issuer",
        ISSUER,
        workflow().mint(),
        reason,
        twin,
    );
    s
}
