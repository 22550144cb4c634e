import { itPrints } from './parties.js';
import { itFollows } from './recipes.js';

itFollows('vault-kubernetes.md');

itPrints('vault-kubernetes', [
  'a token for vault: vault-kubernetes-app with [app]',
  'a token for consul: 403 invalid audience (aud) claim: audience claim does not match any expected audience',
  'a token for consul, the role without an audience: vault-kubernetes-app with [app]',
  'an account that the role does not name: 403 service account name not authorized',
  'a namespace that the role does not name: 403 namespace not authorized',
  'a selected namespace, its reviewer may not read it: 403 namespace not authorized err=failed to get namespace (code 403 status namespaces "vault-kubernetes" is forbidden: User "system:serviceaccount:vault-kubernetes:vault" cannot get resource "namespaces" in API group "" in the namespace "vault-kubernetes")',
  'a namespace without the label: 403 namespace not authorized',
  'a namespace with the label: vault-kubernetes-app with [app]',
  'a client as its own reviewer, without the right: 403 permission denied ({"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"tokenreviews.authentication.k8s.io is forbidden: User \\"system:serviceaccount:vault-kubernetes:own-reviewer\\" cannot create resource \\"tokenreviews\\" in API group \\"authentication.k8s.io\\" at the cluster scope","reason":"Forbidden","details":{"group":"authentication.k8s.io","kind":"tokenreviews"},"code":403})',
  'a client as its own reviewer, with the right: vault-kubernetes-own-reviewer with [app]',
  'a client as its own reviewer, its token for vault alone: 403 permission denied (lookup failed: service account unauthorized; this could mean it has been deleted or recreated with a new token)',
  'requested token, by UID: alias UID, its UID true, secret "", team payments',
  'requested token, by name: alias vault-kubernetes/named, its UID true, secret "", team payments',
  'token of a secret, by UID: alias UID, its UID true, secret "named-token", team payments',
  'token of a secret, by name: alias vault-kubernetes/named, its UID true, secret "named-token", team payments',
  'a good token, its issuer and key checked by vault: vault-kubernetes-refused with [app]',
  'an expired token: 403 invalid expiration time (exp) claim: token is expired',
  'an expired token, checked by vault: 403 invalid expiration time (exp) claim: token is expired',
  'a token of another issuer: 403 permission denied (lookup failed: invalid bearer token)',
  'a token of another issuer, checked by vault: 403 invalid issuer (iss) claim',
  'a token under another key: 403 permission denied (lookup failed: [invalid bearer token, go-jose/go-jose: error in cryptographic primitive])',
  'a token under another key, checked by vault: 403 permission denied (error verifying token signature: no known key successfully validated the token signature)',
  'no token at all: 403 permission denied (error verifying token signature: illegal base64 data at input byte 0)',
  'no token at all, checked by vault: 403 permission denied (error verifying token signature: illegal base64 data at input byte 0)',
  'a token whose pod was deleted: 403 permission denied (lookup failed: [invalid bearer token, service account token has been invalidated])',
  'a token whose account was deleted: 403 permission denied (lookup failed: [invalid bearer token, serviceaccounts "reborn" not found])',
  'a token of the account before it was made anew: 403 permission denied (lookup failed: [invalid bearer token, service account UID (UID) does not match claim (UID)])',
  'a token of the account since it was made anew: vault-kubernetes-reborn with [app]',
  'a reviewer whose pod was deleted: 403 permission denied (lookup failed: service account unauthorized; this could mean it has been deleted or recreated with a new token)',
  'a reviewer whose account was deleted: 403 permission denied (lookup failed: service account unauthorized; this could mean it has been deleted or recreated with a new token)',
]);
