import { itPrints } from './parties.js';
import { itFollows } from './recipes.js';

itFollows('kube-rbac-proxy.md');

itPrints('kube-rbac-proxy', [
  'a proxy that may nothing: 401 Unauthorized (tokenreviews.authentication.k8s.io is forbidden: User "system:serviceaccount:kube-rbac-proxy:proxy" cannot create resource "tokenreviews" in API group "authentication.k8s.io" at the cluster scope)',
  'a proxy that may review tokens: 500 Authorization error (user=system:serviceaccount:kube-rbac-proxy:client, verb=get, resource=services, subresource=proxy) (subjectaccessreviews.authorization.k8s.io is forbidden: User "system:serviceaccount:kube-rbac-proxy:proxy" cannot create resource "subjectaccessreviews" in API group "authorization.k8s.io" at the cluster scope)',
  'no token: 401 Unauthorized',
  'a client without the right: 403 Forbidden (user=system:serviceaccount:kube-rbac-proxy:client, verb=get, resource=services, subresource=proxy)',
  'a client with the right: 200 hello system:serviceaccount:kube-rbac-proxy:client of system:serviceaccounts|system:serviceaccounts:kube-rbac-proxy|system:authenticated',
  'a client with the right to read, writing: 403 Forbidden (user=system:serviceaccount:kube-rbac-proxy:client, verb=create, resource=services, subresource=proxy)',
  'a token for the API server: 401 Unauthorized ([invalid bearer token, token audiences ["https://127.0.0.1:PORT"] is invalid for the target audiences ["metrics"]])',
  'a token for the API server, the proxy without audiences: 200 hello system:serviceaccount:kube-rbac-proxy:client of system:serviceaccounts|system:serviceaccounts:kube-rbac-proxy|system:authenticated',
  'a token for metrics, the proxy without audiences: 401 Unauthorized ([invalid bearer token, token audiences ["metrics"] is invalid for the target audiences ["https://127.0.0.1:PORT"]])',
  'an administrator, whose token is for no audience: 401 Unauthorized (invalid bearer token)',
  'an expired token: 401 Unauthorized ([invalid bearer token, service account token has expired])',
  'a token of another issuer: 401 Unauthorized (invalid bearer token)',
  'a token under another key: 401 Unauthorized ([invalid bearer token, go-jose/go-jose: error in cryptographic primitive])',
  'what is no token: 401 Unauthorized (invalid bearer token)',
  'a token whose pod was deleted: 401 Unauthorized ([invalid bearer token, service account token has been invalidated])',
  'a token, the answer is kept: 200 hello system:serviceaccount:kube-rbac-proxy:leaver of system:serviceaccounts|system:serviceaccounts:kube-rbac-proxy|system:authenticated',
  'a token whose account was deleted, the answer was kept: 200 hello system:serviceaccount:kube-rbac-proxy:leaver of system:serviceaccounts|system:serviceaccounts:kube-rbac-proxy|system:authenticated',
  'a token whose account was deleted: 401 Unauthorized ([invalid bearer token, serviceaccounts "leaver" not found])',
  'a token of the account before it was made anew: 401 Unauthorized ([invalid bearer token, service account UID (UID) does not match claim (UID)])',
  'a proxy whose account was deleted: 401 Unauthorized (Unauthorized)',
]);
