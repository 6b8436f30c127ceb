//! The table of every refusal. One row: variant, code, step, status, clause, message, advice.

use super::{Claim, Error};

const fn of_any_claim(fault: ClaimFault) -> Error {
    Error::Claims(fault, Claim::Required(0))
}

taxonomy! {
    /// What a token is made of (RFC 7515, RFC 7519, RFC 8725).
    MalformedFault(Error::Malformed) {
        TokenTooLarge, "ERR_TOKEN_TOO_LARGE", "size", 401, "Limits: token",
            "The token is longer than the limit.",
            "Send fewer claims, or raise `limits.token`.";
        Segments, "ERR_TOKEN_SEGMENTS", "segments", 401, "RFC 7515 §3.1",
            "The token does not have exactly three segments.",
            "Send a compact JWS, without a scheme or quotes around it.";
        Encrypted, "ERR_TOKEN_ENCRYPTED", "segments", 401, "RFC 8725 §3.3",
            "The token is a JWE; an encrypted token is never verified as signed.",
            "Have the issuer send signed tokens for this audience.";
        SegmentEmpty, "ERR_TOKEN_SEGMENT_EMPTY", "segments", 401, "RFC 7515 §3.1",
            "A segment of the token is empty.",
            "Send the whole token; unsigned tokens are never accepted.";
        Character, "ERR_TOKEN_CHARACTER", "base64url", 401, "RFC 7515 §2",
            "The token holds a character outside the base64url alphabet.",
            "Send the token without padding, spaces or line breaks.";
        Base64, "ERR_TOKEN_BASE64", "base64url", 401, "RFC 4648 §3.5",
            "A segment is not canonical base64url.",
            "Send the token exactly as it was issued.";
        HeaderTooLarge, "ERR_HEADER_TOO_LARGE", "size", 401, "Limits: header",
            "The header is longer than the limit.",
            "Keep certificates and keys out of the header.";
        HeaderUtf8, "ERR_HEADER_UTF8", "header", 401, "RFC 7515 §4",
            "The header is not UTF-8, or begins with a byte order mark.",
            "Have the issuer encode JSON as UTF-8 without a mark.";
        HeaderJson, "ERR_HEADER_JSON", "header", 401, "RFC 7515 §4",
            "The header is not one strict JSON object.",
            "Have the issuer write RFC 8259 JSON.";
        HeaderDuplicate, "ERR_HEADER_DUPLICATE_MEMBER", "header", 401, "RFC 7515 §4",
            "The header names a member twice.",
            "Have the issuer write each member once.";
        HeaderLimits, "ERR_HEADER_LIMITS", "header", 401, "Limits: depth, members",
            "The header is nested too deeply or has too many members.",
            "Keep the header small and flat.";
        HeaderMember, "ERR_HEADER_MEMBER", "header", 401, "RFC 7515 §4.1",
            "A header member has the wrong type, or a name that is never allowed.",
            "Have the issuer follow RFC 7515 §4.1.";
        AlgMissing, "ERR_ALG_MISSING", "alg", 401, "RFC 7515 §4.1.1",
            "The header has no `alg`.",
            "Have the issuer name the algorithm.";
        AlgNone, "ERR_ALG_NONE", "alg", 401, "RFC 8725 §3.2",
            "The token is unsigned; `none` is never accepted.",
            "Have the issuer sign its tokens.";
        CritMalformed, "ERR_CRIT_MALFORMED", "crit", 401, "RFC 7515 §4.1.11",
            "`crit` is not a non-empty list of distinct extension names that the header holds.",
            "Have the issuer follow RFC 7515 §4.1.11.";
        CritUnknown, "ERR_CRIT_UNKNOWN", "crit", 401, "RFC 7515 §4.1.11",
            "The token needs a header extension that is not understood.",
            "Have the issuer leave the extension out for this audience.";
        B64, "ERR_B64", "header", 401, "RFC 7797 §7",
            "The header sets `b64`, which a JWT must not do.",
            "Have the issuer sign the encoded payload.";
        Nested, "ERR_CTY_NESTED", "cty", 401, "RFC 7519 §5.2",
            "The payload is declared as a nested JWT, which is not supported.",
            "Send the inner token.";
        PayloadUtf8, "ERR_PAYLOAD_UTF8", "payload", 401, "RFC 8725 §3.7",
            "The payload is not UTF-8, or begins with a byte order mark.",
            "Have the issuer encode JSON as UTF-8 without a mark.";
        PayloadJson, "ERR_PAYLOAD_JSON", "payload", 401, "RFC 7519 §7.2",
            "The payload is not one strict JSON object.",
            "Have the issuer write RFC 8259 JSON with finite numbers.";
        PayloadDuplicate, "ERR_PAYLOAD_DUPLICATE_MEMBER", "payload", 401, "RFC 7519 §4",
            "The payload names a member twice.",
            "Have the issuer write each claim once.";
        PayloadMember, "ERR_PAYLOAD_MEMBER", "payload", 401, "RFC 8259 §4",
            "The payload has a member name that is never allowed.",
            "Have the issuer leave out members named `__proto__`.";
        PayloadNumber, "ERR_PAYLOAD_NUMBER", "payload", 401, "RFC 7519 §2",
            "The payload has a number that no double can hold.",
            "Have the issuer write dates as seconds since 1970.";
        PayloadLimits, "ERR_PAYLOAD_LIMITS", "payload", 401, "Limits: depth, members",
            "The payload is nested too deeply or has too many members.",
            "Send fewer claims, or raise `limits`.";
    }

    /// Which key may verify a token, and what a key must be (RFC 7517, RFC 7518, RFC 8725).
    KeyFault(Error::Key) {
        AlgUnknown, "ERR_ALG_UNKNOWN", "alg", 401, "RFC 7518 §3.1",
            "The token's algorithm is not one that this build verifies.",
            "Check the issuer's algorithm and this build's features.";
        AlgNotAllowed, "ERR_ALG_NOT_ALLOWED", "alg", 401, "RFC 8725 §3.1",
            "The policy does not allow the token's algorithm.",
            "Name the algorithm in `algorithms` if the issuer uses it on purpose.";
        Unknown, "ERR_KEY_UNKNOWN", "kid", 401, "RFC 7515 §4.1.4",
            "No key of this issuer fits the token.",
            "Refetch the issuer's keys; if it stays, the token is not theirs.";
        Ambiguous, "ERR_KEY_AMBIGUOUS", "kid", 401, "RFC 7517 §4.5",
            "More than one key fits a token without a `kid`.",
            "Have the issuer set `kid`.";
        AlgMismatch, "ERR_KEY_ALG_MISMATCH", "alg", 401, "RFC 8725 §3.1",
            "The key that the token names is not for the token's algorithm.",
            "Treat it as an attack or a misconfigured issuer.";
        NotEmbedded, "ERR_KEY_NOT_EMBEDDED", "jwk", 401, "RFC 9449 §4.2",
            "The proof does not hold its public key.",
            "Put the key into the header member `jwk`.";
        JwkJson, "ERR_JWK_JSON", "jwk", 401, "RFC 7517 §4",
            "The key is neither one strict JSON object nor one strict certificate.",
            "Send the key as the issuer published it.";
        JwkKty, "ERR_JWK_KTY", "jwk", 401, "RFC 7517 §4.1",
            "The key's `kty` or `crv` is missing or not supported.",
            "Use EC P-256 or P-384, OKP Ed25519, or RSA.";
        JwkMember, "ERR_JWK_MEMBER", "jwk", 401, "RFC 7517 §4",
            "A member of the key is missing or malformed.",
            "Have the issuer publish a well-formed JWK.";
        JwkPrivate, "ERR_JWK_PRIVATE", "jwk", 401, "RFC 7517 §9.2",
            "The key holds private members.",
            "Revoke that key: its private part has been published.";
        JwkUse, "ERR_JWK_USE", "jwk", 401, "RFC 7517 §4.2",
            "The key is not for verifying signatures.",
            "Use a key whose `use` and `key_ops` allow verification.";
        JwkAlg, "ERR_JWK_ALG", "jwk", 401, "RFC 7518 §3.1",
            "The key's `alg` does not fit its type.",
            "Have the issuer correct the key.";
        JwkPoint, "ERR_JWK_POINT", "jwk", 401, "RFC 8725 §3.4",
            "The key is not a valid point of its curve.",
            "Have the issuer replace the key.";
        JwkRsa, "ERR_JWK_RSA", "jwk", 401, "RFC 7518 §3.3",
            "The RSA key is outside 2048–8192 bits, or its modulus or exponent is not sound.",
            "Have the issuer replace the key.";
        Secret, "ERR_SECRET_LENGTH", "jwk", 401, "RFC 7518 §3.2",
            "The shared secret is shorter than the hash output.",
            "Use a random secret of at least the hash's length.";
        JwkIssuer, "ERR_JWK_ISSUER", "jwk", 401, "RFC 8725 §3.8",
            "The key says that it is another issuer's.",
            "Take the keys from this issuer's own address; one document can serve several tenants.";
    }

    /// What the claims say (RFC 7519 §4, RFC 9068, OpenID Connect Core §3.1.3.7).
    ClaimFault(of_any_claim) {
        Typ, "ERR_TYP_MISMATCH", "typ", 401, "RFC 8725 §3.11",
            "The token's `typ` is not the one this policy expects.",
            "Send the right kind of token; name a provider's own `typ` in the policy.";
        Kind, "ERR_TOKEN_KIND", "kind", 401, "RFC 8725 §3.12",
            "The token is of another kind than this policy verifies.",
            "Send an access token to an API and an ID token to its client.";
        Missing, "ERR_CLAIM_MISSING", "required", 401, "RFC 7519 §4",
            "A claim that must be there is missing.",
            "Have the issuer add the claim, or choose the kind that fits the issuer.";
        Value, "ERR_CLAIM_VALUE", "claims", 401, "RFC 7519 §4",
            "A claim does not have a value that the policy allows.",
            "Check which tenant, client or kind of account the token is of.";
        Type, "ERR_CLAIM_TYPE", "claims", 401, "RFC 7519 §4.1",
            "A claim has the wrong type.",
            "Have the issuer write the claim as its specification says.";
        Expired, "ERR_TOKEN_EXPIRED", "exp", 401, "RFC 7519 §4.1.4",
            "The token has expired.",
            "Get a new token.";
        NotYetValid, "ERR_TOKEN_NOT_YET_VALID", "nbf", 401, "RFC 7519 §4.1.5",
            "The token is not valid yet.",
            "Check the clocks of issuer and verifier.";
        IssuedInFuture, "ERR_TOKEN_ISSUED_IN_FUTURE", "iat", 401, "RFC 7519 §4.1.6",
            "The token was issued in the future.",
            "Check the clocks of issuer and verifier.";
        TooOld, "ERR_TOKEN_TOO_OLD", "age", 401, "RFC 7519 §4.1.6",
            "The token is older than the policy allows.",
            "Get a new token.";
        Issuer, "ERR_ISSUER_MISMATCH", "iss", 401, "RFC 7519 §4.1.1",
            "The token's issuer is not the owner of the key set.",
            "Compare `iss` with the policy, code point by code point.";
        Audience, "ERR_AUDIENCE_MISMATCH", "aud", 401, "RFC 7519 §4.1.3",
            "The token is for another audience.",
            "Ask the issuer for a token for this audience.";
        NonceMismatch, "ERR_NONCE_MISMATCH", "nonce", 401, "OIDC Core §3.1.3.7 (11)",
            "The nonce is not the one that was sent.",
            "Start the login again; treat repeats as an attack.";
        NonceUnexpected, "ERR_NONCE_UNEXPECTED", "nonce", 401, "OIDC Core §3.1.3.7 (11)",
            "The token has a nonce, but none was given to compare it with.",
            "Pass the nonce that was sent with the request.";
        AuthorizedParty, "ERR_AZP_MISMATCH", "azp", 401, "OIDC Core §3.1.3.7 (4)",
            "The token was issued to another party.",
            "Use the ID token at the client that asked for it.";
        AccessTokenHash, "ERR_AT_HASH_MISMATCH", "at_hash", 401, "OIDC Core §3.1.3.6",
            "The ID token does not belong to this access token.",
            "Start the login again; treat repeats as an attack.";
        CodeHash, "ERR_C_HASH_MISMATCH", "c_hash", 401, "OIDC Core §3.3.2.11",
            "The ID token does not belong to this authorization code.",
            "Start the login again; treat repeats as an attack.";
        BindingUnproven, "ERR_BINDING_UNPROVEN", "cnf", 401, "RFC 7800 §3.1",
            "The token is bound to a key or certificate that was not proven.",
            "Present the proof that the token is bound to.";
        BindingUnknown, "ERR_BINDING_UNKNOWN", "cnf", 401, "RFC 7800 §3.1",
            "The token is bound in a way that is not understood.",
            "Have the issuer use `jkt` or `x5t#S256`.";
        BindingMissing, "ERR_BINDING_MISSING", "cnf", 401, "RFC 9449 §7.1",
            "The token came with a proof of possession, but is bound to no key.",
            "Send it as a Bearer token, or have the issuer bind it.";
        Proof, "ERR_PROOF_REFUSED", "cnf", 401, "RFC 9449 §4.3 (12)",
            "The proof that came with the token is not one for this token, request and time.",
            "Make a new proof for every request.";
        Method, "ERR_HTM_MISMATCH", "htm", 401, "RFC 9449 §4.3 (8)",
            "The proof is for another method.",
            "Make a new proof for every request.";
        Url, "ERR_HTU_MISMATCH", "htu", 401, "RFC 9449 §4.3 (9)",
            "The proof is for another URL.",
            "Make the proof for the URL that the client sees.";
        ProvenTokenHash, "ERR_ATH_MISMATCH", "ath", 401, "RFC 9449 §4.3 (12)",
            "The proof is for another access token.",
            "Make a new proof for every request.";
    }

    /// What a good token may do (RFC 6750 §3.1, RFC 9470).
    DeniedFault(Error::Denied) {
        Scope, "ERR_SCOPE_INSUFFICIENT", "scope", 403, "RFC 6750 §3.1",
            "The token does not have the scope that is needed.",
            "Ask for a token with the scope that the challenge names.";
        Acr, "ERR_ACR_INSUFFICIENT", "acr", 401, "RFC 9470 §3",
            "The sign-in was not of the class that is needed.",
            "Sign in again with the `acr_values` of the challenge.";
        Amr, "ERR_AMR_INSUFFICIENT", "amr", 401, "RFC 8176 §1",
            "The sign-in did not use the methods that are needed.",
            "Sign in again with a second factor.";
        AuthAge, "ERR_AUTH_TOO_OLD", "auth_time", 401, "RFC 9470 §3",
            "The sign-in is older than is allowed.",
            "Sign in again.";
    }

    /// Why the issuer's keys are out of reach; answered with 503, never with 401.
    KeysFault(Error::Keys) {
        NotReady, "ERR_KEYS_NOT_READY", "keys", 503, "RFC 7517 §5",
            "The issuer's keys have not been fetched yet.",
            "Use `verify` rather than `verifySync`, or hand the keys over.";
        Unreachable, "ERR_KEYS_UNREACHABLE", "keys", 503, "RFC 7517 §5",
            "The issuer's keys could not be fetched.",
            "Try again; look at the issuer's status.";
        Timeout, "ERR_KEYS_TIMEOUT", "keys", 503, "RFC 7517 §5",
            "The issuer did not send its keys in time.",
            "Try again; look at the issuer's status.";
        Redirected, "ERR_KEYS_REDIRECTED", "keys", 503, "RFC 8725 §3.10",
            "The issuer's keys were answered with a redirect, which is never followed.",
            "Configure the final URL.";
        TooLarge, "ERR_KEYS_TOO_LARGE", "keys", 503, "Limits: jwks",
            "The key document is larger than the limit.",
            "Raise `limits.jwks` if the issuer is to be trusted with it.";
        Status, "ERR_KEYS_STATUS", "keys", 503, "RFC 7517 §8.5",
            "The issuer answered with another status than 200.",
            "Try again; look at the issuer's status.";
        Stale, "ERR_KEYS_STALE", "keys", 503, "RFC 9111 §4.2",
            "The answer with the issuer's keys is older than keys may be.",
            "Look at the caches in front of the issuer's keys.";
        Document, "ERR_JWKS_MALFORMED", "jwks", 503, "RFC 7517 §5",
            "The key document is not strict JSON of the form that the policy names.",
            "Name another `key_document`, or have the issuer publish a well-formed one.";
        TooMany, "ERR_JWKS_TOO_MANY_KEYS", "jwks", 503, "Limits: keys",
            "The key set holds more keys than the limit.",
            "Raise `limits.keys` if the issuer is to be trusted with it.";
        NoneUsable, "ERR_JWKS_NO_USABLE_KEY", "jwks", 503, "RFC 7517 §5",
            "The key set holds no key that can verify a signature.",
            "Check the key set's URL and the issuer's algorithms.";
        Issuer, "ERR_JWKS_ISSUER", "jwks", 503, "RFC 8725 §3.8",
            "A key set must belong to one named issuer.",
            "Name the issuer that the keys belong to.";
        Discovery, "ERR_DISCOVERY_MALFORMED", "discovery", 503, "RFC 8414 §3.2",
            "The issuer's metadata cannot be used.",
            "Check the issuer's address, or hand over the key set's URL.";
        Engine, "ERR_ENGINE_FAULT", "engine", 503, "WebAssembly",
            "The WebAssembly instance failed and was built anew.",
            "Try again; report it with the decision record.";
        EngineNotReady, "ERR_ENGINE_NOT_READY", "engine", 503, "WebAssembly",
            "The WebAssembly module has not been loaded yet.",
            "Await `ready()` first, or hand the module to `initSync`.";
        EngineLoad, "ERR_ENGINE_LOAD", "engine", 503, "WebAssembly",
            "The WebAssembly module could not be loaded or compiled.",
            "Serve `core.wasm`, and allow `'wasm-unsafe-eval'` in the Content-Security-Policy.";
    }

    /// Proof Key for Code Exchange (RFC 7636).
    PkceFault(Error::Pkce) {
        VerifierLength, "ERR_PKCE_VERIFIER_LENGTH", "code_verifier", 400, "RFC 7636 §4.1",
            "The code verifier is not 43 to 128 characters long.",
            "Use `createPkce`.";
        VerifierCharacter, "ERR_PKCE_VERIFIER_CHARACTER", "code_verifier", 400, "RFC 7636 §4.1",
            "The code verifier holds a character that is not unreserved.",
            "Use `createPkce`.";
        Challenge, "ERR_PKCE_CHALLENGE", "code_challenge", 400, "RFC 7636 §4.2",
            "The code challenge is not the base64url form of a SHA-256 hash.",
            "Send the challenge that `createPkce` returned.";
        Mismatch, "ERR_PKCE_MISMATCH", "code_verifier", 400, "RFC 7636 §4.6",
            "The code verifier does not belong to the challenge.",
            "Refuse the request with `invalid_grant`.";
        Entropy, "ERR_PKCE_ENTROPY", "code_verifier", 400, "RFC 7636 §7.1",
            "A code verifier needs 32 random bytes.",
            "Take 32 bytes from the system's random source.";
    }

    /// Messages of OAuth 2.1 and OpenID Connect, as a client reads them.
    OAuthFault(Error::OAuth) {
        Callback, "ERR_CALLBACK_MALFORMED", "callback", 400, "RFC 6749 §4.1.2",
            "The callback is not an authorization response.",
            "Start the login again.";
        CallbackDuplicate, "ERR_CALLBACK_DUPLICATE_PARAMETER", "callback", 400, "RFC 6749 §3.1",
            "The callback has a parameter twice.",
            "Treat it as an attack.";
        State, "ERR_STATE_MISMATCH", "state", 400, "RFC 6749 §10.12",
            "The callback belongs to no login that was started here.",
            "Start the login again in this window.";
        TransactionExpired, "ERR_TRANSACTION_EXPIRED", "state", 400, "RFC 9700 §4.7",
            "The login was started too long ago.",
            "Start the login again.";
        CallbackIssuerMissing, "ERR_CALLBACK_ISSUER_MISSING", "iss", 400, "RFC 9207 §2.4",
            "The callback lacks `iss`, which this issuer always sends.",
            "Treat it as a mix-up attack.";
        CallbackIssuer, "ERR_CALLBACK_ISSUER_MISMATCH", "iss", 400, "RFC 9207 §2.4",
            "The callback comes from another issuer.",
            "Treat it as a mix-up attack.";
        Refused, "ERR_AUTHORIZATION_REFUSED", "callback", 400, "RFC 6749 §4.1.2.1",
            "The issuer refused the authorization.",
            "Look at `oauthError`, and let the user try again.";
        Metadata, "ERR_METADATA_MALFORMED", "metadata", 400, "RFC 8414 §3.2",
            "The issuer's metadata is not strict JSON with the members that are needed.",
            "Check the issuer's address.";
        MetadataIssuer, "ERR_METADATA_ISSUER_MISMATCH", "metadata", 400, "RFC 8414 §3.3",
            "The metadata names another issuer than was asked.",
            "Write the issuer exactly as its metadata does.";
        Endpoint, "ERR_ENDPOINT_INSECURE", "metadata", 400, "RFC 8414 §2",
            "An endpoint is not an https URL without credentials and fragment.",
            "Use https; http is for the loopback address only.";
        NoS256, "ERR_METADATA_NO_S256", "metadata", 400, "RFC 9700 §2.1.1",
            "The issuer does not offer PKCE with S256.",
            "Enable PKCE at the issuer.";
        MetadataUnreachable, "ERR_METADATA_UNREACHABLE", "metadata", 400, "RFC 8414 §3",
            "The issuer's metadata could not be fetched.",
            "Check the network, the address and the issuer's CORS settings.";
        TokenResponse, "ERR_TOKEN_RESPONSE_MALFORMED", "token", 400, "RFC 6749 §5.1",
            "The token response is not strict JSON with the members that are needed.",
            "Check the token endpoint.";
        TokenType, "ERR_TOKEN_TYPE", "token", 400, "RFC 6749 §7.1",
            "The token response has a token type that is not understood.",
            "Have the issuer send `Bearer` tokens.";
        TokenRefused, "ERR_TOKEN_REFUSED", "token", 400, "RFC 6749 §5.2",
            "The token endpoint refused the request.",
            "Look at `oauthError`; `invalid_grant` means that the user must sign in again.";
        TokenUnreachable, "ERR_TOKEN_ENDPOINT_UNREACHABLE", "token", 400, "RFC 6749 §3.2",
            "The token endpoint could not be reached.",
            "Try again; the session is kept.";
        IdTokenMissing, "ERR_ID_TOKEN_MISSING", "token", 400, "OIDC Core §3.1.3.3",
            "The token response has no ID token although `openid` was asked for.",
            "Check the client's settings at the issuer.";
        IdTokenChanged, "ERR_ID_TOKEN_CHANGED", "token", 400, "OIDC Core §12.2",
            "The refreshed ID token is for another user or issuer.",
            "The session was ended; sign in again.";
        LoginRequired, "ERR_LOGIN_REQUIRED", "session", 400, "RFC 6749 §4.1",
            "Nobody is signed in.",
            "Call `signIn`.";
        ReturnTo, "ERR_RETURN_TO", "session", 400, "RFC 9700 §4.11",
            "The address to return to is not of this origin.",
            "Pass a path of this origin.";
        OriginNotAllowed, "ERR_ORIGIN_NOT_ALLOWED", "session", 400, "RFC 6750 §5.3",
            "The token may not be sent to that origin.",
            "Name the origin in `allowedOrigins`.";
        Option, "ERR_LOGIN_OPTION", "options", 400, "RFC 9700 §2.1",
            "An option of the login is missing, unknown or not allowed.",
            "Look at `path`.";
        Storage, "ERR_STORAGE_UNAVAILABLE", "session", 400, "RFC 9700 §4.7",
            "The browser's session storage cannot be used.",
            "Allow storage for this site.";
        AuthorizationPresent, "ERR_AUTHORIZATION_PRESENT", "session", 400, "RFC 6750 §2",
            "The request already has an Authorization header.",
            "Leave the header out, or use the plain `fetch`.";
    }

    /// HTTP requests at the gate (RFC 6750, RFC 9110).
    RequestFault(Error::Request) {
        CredentialsMissing, "ERR_CREDENTIALS_MISSING", "credentials", 401, "RFC 6750 §3",
            "The request has no credentials.",
            "Send `Authorization: Bearer` and a token.";
        CredentialsMultiple, "ERR_CREDENTIALS_MULTIPLE", "credentials", 400, "RFC 6750 §2",
            "The request sends credentials in more than one way.",
            "Send one Authorization header only.";
        CredentialsMalformed, "ERR_CREDENTIALS_MALFORMED", "credentials", 400, "RFC 6750 §2.1",
            "The Authorization header is not one scheme and one token.",
            "Send `Authorization: Bearer` and a token.";
        PathMalformed, "ERR_PATH_MALFORMED", "path", 400, "RFC 3986 §3.3",
            "The path can be read in more than one way.",
            "Leave encoded slashes, backslashes, dot segments and empty segments out.";
        RouteUnknown, "ERR_ROUTE_UNKNOWN", "route", 404, "RFC 9110 §15.5.5",
            "No route of the policy has this path.",
            "Name the path in `routes`.";
        MethodNotAllowed, "ERR_METHOD_NOT_ALLOWED", "route", 405, "RFC 9110 §15.5.6",
            "The path's routes do not have this method.",
            "Use a method of the `Allow` header.";
        OriginUnreachable, "ERR_ORIGIN_UNREACHABLE", "origin", 502, "RFC 9110 §15.6.3",
            "The origin did not answer.",
            "Look at the origin.";
        Preflight, "ERR_CORS_ORIGIN", "cors", 403, "Fetch §3.2",
            "The page's origin is not allowed.",
            "Name the origin in `cors.origins`.";
    }
}
