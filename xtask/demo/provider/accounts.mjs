// The two people who can sign in, and what each may be granted.

export const ACCOUNTS = {
  ada: {
    name: "Ada Lovelace",
    email: "ada@portcullis.example",
    may: ["notes:read", "notes:write"],
    summary: "may read and write notes",
  },
  ben: {
    name: "Ben Nevis",
    email: "ben@portcullis.example",
    may: ["notes:read"],
    summary: "may read notes",
  },
};

/** oidc-provider's account lookup: the claims of an account by subject. */
export function findAccount(_ctx, subject) {
  if (!Object.hasOwn(ACCOUNTS, subject)) return undefined;
  const { name, email } = ACCOUNTS[subject];
  return {
    accountId: subject,
    claims: () => ({ sub: subject, name, email, email_verified: true }),
  };
}

/**
 * Consent, given without asking: everything requested that the account may have is granted, the
 * rest is rejected.
 * So a token can carry less than was asked for, and says so in `scope` (RFC 6749 §3.3).
 */
export async function grantFor(ctx) {
  const { oidc } = ctx;
  const { Grant } = oidc.provider;
  const { accountId } = oidc.session;
  const held = oidc.session.grantIdFor(oidc.client.clientId);
  const grant =
    (held && (await Grant.find(held))) ?? new Grant({ accountId, clientId: oidc.client.clientId });
  if (grant.accountId !== accountId) return undefined;

  grant.addOIDCScope([...oidc.requestParamOIDCScopes].join(" "));
  grant.addOIDCClaims([...oidc.requestParamClaims]);
  for (const [resource, server] of Object.entries(oidc.resourceServers)) {
    for (const scope of oidc.requestParamScopes) {
      if (!server.scopes.has(scope)) continue;
      if (ACCOUNTS[accountId].may.includes(scope)) grant.addResourceScope(resource, scope);
      else grant.rejectResourceScope(resource, scope);
    }
  }
  await grant.save();
  return grant;
}
