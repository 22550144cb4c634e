import { itPrints } from './parties.js';
import { itFollows } from './recipes.js';

itFollows('vault-jwt.md');

itPrints('vault-jwt', [
  'discovery that not everybody may read: 400 error checking oidc discovery URL (403 Forbidden: {"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"forbidden: User \\"system:anonymous\\" cannot get path \\"/.well-known/openid-configuration\\"","reason":"Forbidden","details":{},"code":403})',
  'discovery: done',
  'discovery without the CA: 400 error checking oidc discovery URL (Get "https://127.0.0.1:PORT/.well-known/openid-configuration": tls: failed to verify certificate: x509: certificate signed by unknown authority)',
  'discovery by another name of the server: 400 error checking oidc discovery URL (issuer did not match the returned issuer, expected "https://127.0.0.1:PORT/" got "https://127.0.0.1:PORT")',
  'the key set alone: done',
  'a key set where there is none: 400 error checking jwks URL https://127.0.0.1:PORT/openid/v1/keys (fetching keys oidc: get keys failed: 403 Forbidden {"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"forbidden: User \\"system:anonymous\\" cannot get path \\"/openid/v1/keys\\"","reason":"Forbidden","details":{},"code":403})',
  'a token for vault and consul: system:serviceaccount:vault-jwt:app with [app]: account "app" in "vault-jwt"',
  'a token for consul: 400 error validating token: invalid audience (aud) claim: audience claim does not match any expected audience',
  'a role without audiences: 400 audience claim found in JWT but no audiences bound to the role',
  'a role for this subject: system:serviceaccount:vault-jwt:app with [app]: account "app" in "vault-jwt"',
  'a role for another subject: 400 error validating token: invalid subject (sub) claim',
  'a role for this namespace: system:serviceaccount:vault-jwt:app with [app]: account "app" in "vault-jwt"',
  'a role for another namespace: 400 error validating claims: claim "/kubernetes.io/namespace" does not match any associated bound claim values',
  'a role that names by UID: UID with [app]: account "app" in "vault-jwt"',
  'an expired token: 400 error validating token: invalid expiration time (exp) claim: token is expired',
  'a token of another issuer: 400 error validating token: invalid issuer (iss) claim',
  'a token under another key: 400 error validating token: error verifying token signature: failed to verify id token signature',
  'a token of a secret: 400 error validating token: invalid issuer (iss) claim',
  'a token bound to a pod: system:serviceaccount:vault-jwt:podded with [app]: account "podded" in "vault-jwt", pod "worker"',
  'a token whose pod was deleted: system:serviceaccount:vault-jwt:podded with [app]: account "podded" in "vault-jwt", pod "worker"',
  'a token whose account was deleted: system:serviceaccount:vault-jwt:podded with [app]: account "podded" in "vault-jwt", pod "worker"',
]);
