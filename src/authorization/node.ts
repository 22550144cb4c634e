/** --authorization-mode Node: what a kubelet may do. Source: plugin/pkg/auth/authorizer/node/node_authorizer.go. */
import { ruleAllows } from '../apis/rbac/evaluation.js';
import { type PolicyRule } from '../apis/rbac/v1.js';
import { type UserInfo } from '../authentication/authenticator.js';
import { type Features } from '../features/features.js';
import {
  type Attributes,
  type Authorizer,
  type Decision,
  type ResolvedRules,
  type ResourceAttributes,
} from './authorizer.js';
import { nodeVerdict, type Verdict } from './node-checks.js';
import { NodeGraph, type NodeObjectSource } from './node-graph.js';

export const NODES_GROUP = 'system:nodes';
const PREFIX = 'system:node:';

export interface NodeAuthorizerOptions {
  readonly features: Features;
  readonly objects: NodeObjectSource;
  /** The rules of system:node, for what is not subdivided below. */
  readonly rules: () => Promise<readonly PolicyRule[]>;
}

export function createNodeAuthorizer({ features, objects, rules }: NodeAuthorizerOptions): Authorizer {
  const graph = new NodeGraph(objects);
  const byRules = async (attributes: Attributes): Promise<Decision> =>
    (await rules()).some((rule) => ruleAllows(attributes, rule)) ? ALLOWED : NO_OPINION;
  return {
    authorize: (attributes) => {
      const node = nodeOf(attributes.user);
      if (node === undefined) return NO_OPINION;
      if (node === '') return refused(`unknown node for user "${attributes.user.username}"`);
      if (!attributes.resourceRequest) return byRules(attributes);
      const verdict = nodeVerdict({ attributes, node, features, related: () => related(graph, node, attributes) });
      if (verdict === 'rules') return byRules(attributes);
      return verdict === true ? ALLOWED : refused(verdict.reason);
    },
    rulesFor: (user) => Promise.resolve(nodeOf(user) === undefined ? NO_RULES : UNKNOWN_RULES),
  };
}

const ALLOWED: Decision = { decision: 'allow', reason: '' };
const NO_OPINION: Decision = { decision: 'noOpinion', reason: '' };
const NO_RULES: ResolvedRules = { resourceRules: [], nonResourceRules: [], incomplete: false };
const UNKNOWN_RULES: ResolvedRules = {
  ...NO_RULES,
  incomplete: true,
  error: 'node authorizer does not support user rule resolution',
};

function refused(reason: string): Decision {
  return { decision: 'noOpinion', reason };
}

/** The node that the user is; undefined: none. */
function nodeOf({ username, groups }: UserInfo): string | undefined {
  const isNode = username.startsWith(PREFIX) && groups?.includes(NODES_GROUP) === true;
  return isNode ? username.slice(PREFIX.length) : undefined;
}

function related(graph: NodeGraph, node: string, attributes: ResourceAttributes): Verdict {
  const { resource, namespace, name } = attributes;
  if (name === '') return { reason: 'No Object name found' };
  if (graph.hasPath(node, resource, namespace, name)) return true;
  return { reason: `no relationship found between node '${node}' and this object` };
}
