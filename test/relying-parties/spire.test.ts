import { itPrints } from './parties.js';
import { itFollows } from './recipes.js';

itFollows('spire.md');

itPrints('spire', [
  'a server that may nothing: rpc error: code = Internal desc = unable to validate token with TokenReview API: unable to query token review API: tokenreviews.authentication.k8s.io is forbidden: User "system:serviceaccount:spire:spire-server" cannot create resource "tokenreviews" in API group "authentication.k8s.io" at the cluster scope',
  'a server that may review tokens: rpc error: code = Internal desc = fail to get pod from k8s API server: unable to query pods API: pods "agent" is forbidden: User "system:serviceaccount:spire:spire-server" cannot get resource "pods" in API group "" in the namespace "spire"',
  'a server that may read pods: rpc error: code = Internal desc = fail to get node from k8s API server: unable to query nodes API: nodes "NODE" is forbidden: User "system:serviceaccount:spire:spire-server" cannot get resource "nodes" in API group "" at the cluster scope',
  'an agent: spiffe://example.org/spire/agent/k8s_psat/demo/UID [agent_node_ip: agent_node_label:zone:a agent_node_name:NODE agent_node_uid:UID agent_ns:spire agent_pod_label:app:agent agent_pod_name:agent agent_pod_uid:UID agent_sa:spire-agent cluster:demo]',
  'an agent whose token is for the API server: rpc error: code = Internal desc = unable to validate token with TokenReview API: token review API response contains an error: [invalid bearer token, token audiences ["https://127.0.0.1:PORT"] is invalid for the target audiences ["spire-server"]]',
  'an agent whose token is for the API server, which is asked for: spiffe://example.org/spire/agent/k8s_psat/demo/UID [agent_node_ip: agent_node_label:zone:a agent_node_name:NODE agent_node_uid:UID agent_ns:spire agent_pod_label:app:agent agent_pod_name:agent agent_pod_uid:UID agent_sa:spire-agent cluster:demo]',
  'an agent whose token is for spire-server, the API server is asked for: rpc error: code = Internal desc = unable to validate token with TokenReview API: token review API response contains an error: [invalid bearer token, token audiences ["spire-server"] is invalid for the target audiences ["https://127.0.0.1:PORT"]]',
  'a token without a pod: rpc error: code = Internal desc = fail to get pod name from token review status: missing pod name',
  'a token of another account: rpc error: code = PermissionDenied desc = "spire:other" is not an allowed service account',
  'an expired token: rpc error: code = Internal desc = unable to validate token with TokenReview API: token review API response contains an error: [invalid bearer token, service account token has expired]',
  'a token of another issuer: rpc error: code = Internal desc = unable to validate token with TokenReview API: token review API response contains an error: invalid bearer token',
  'a token under another key: rpc error: code = Internal desc = unable to validate token with TokenReview API: token review API response contains an error: [invalid bearer token, go-jose/go-jose: error in cryptographic primitive]',
  'a pod without a node: rpc error: code = Internal desc = fail to get node from k8s API server: empty node name',
  'a token whose pod was deleted: rpc error: code = Internal desc = unable to validate token with TokenReview API: token review API response contains an error: [invalid bearer token, service account token has been invalidated]',
  'a token of the pod before it was made anew: rpc error: code = Internal desc = unable to validate token with TokenReview API: token review API response contains an error: [invalid bearer token, pod UID (UID) does not match service account pod ref claim (UID)]',
  `a token whose pod's node was deleted: rpc error: code = Internal desc = fail to get node from k8s API server: unable to query nodes API: nodes "NODE" not found`,
  'a token whose account was deleted: rpc error: code = Internal desc = unable to validate token with TokenReview API: token review API response contains an error: [invalid bearer token, serviceaccounts "spire-agent" not found]',
  'a server whose account was deleted: rpc error: code = Internal desc = unable to validate token with TokenReview API: unable to query token review API: Unauthorized',
]);
