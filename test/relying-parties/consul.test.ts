import { itPrints } from './parties.js';
import { itFollows } from './recipes.js';

itFollows('consul.md');

itPrints('consul', [
  'a server that may nothing: the review failed: tokenreviews.authentication.k8s.io is forbidden: User "system:serviceaccount:consul:consul-server" cannot create resource "tokenreviews" in API group "authentication.k8s.io" at the cluster scope',
  'a server that may review tokens: the account cannot be read: serviceaccounts "web" is forbidden: User "system:serviceaccount:consul:consul-server" cannot get resource "serviceaccounts" in API group "" in the namespace "consul"',
  'an account that one rule selects: [web]',
  'an account that two rules select: [batch jobs-consul]',
  'an account with another name by annotation: [shop]',
  'a token of a secret: [web]',
  'an account that no rule selects: permission denied: no binding rule selects default/default',
  'an administrator: admin is no service account',
  'a token for consul, not the API server: the token is refused: [invalid bearer token, token audiences ["consul"] is invalid for the target audiences ["https://127.0.0.1:PORT"]]',
  'an expired token: the token is refused: [invalid bearer token, service account token has expired]',
  'a token of another issuer: the token is refused: invalid bearer token',
  'a token under another key: the token is refused: [invalid bearer token, go-jose/go-jose: error in cryptographic primitive]',
  'a token whose pod was deleted: the token is refused: [invalid bearer token, service account token has been invalidated]',
  'a token whose account was deleted: the token is refused: [invalid bearer token, serviceaccounts "web" not found]',
  'a token of the account before it was made anew: the token is refused: [invalid bearer token, service account UID (UID) does not match claim (UID)]',
  'a server whose account was deleted: the review failed: Unauthorized',
]);
