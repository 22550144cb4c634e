/** Kinds of flowcontrol.apiserver.k8s.io as far as they sort requests. Source: k8s.io/api/flowcontrol. */
import { type KubeObject } from '../meta/v1.js';

export interface FlowSubject {
  kind: string;
  user?: { name: string };
  group?: { name: string };
  serviceAccount?: { namespace: string; name: string };
}

export interface FlowResourceRule {
  verbs?: string[] | null;
  apiGroups?: string[] | null;
  resources?: string[] | null;
  namespaces?: string[] | null;
  clusterScope?: boolean;
}

export interface FlowNonResourceRule {
  verbs?: string[] | null;
  nonResourceURLs?: string[] | null;
}

export interface FlowRule {
  subjects?: FlowSubject[] | null;
  resourceRules?: FlowResourceRule[];
  nonResourceRules?: FlowNonResourceRule[];
}

export interface FlowSchemaCondition {
  type: string;
  status: string;
  lastTransitionTime?: string;
  reason?: string;
  message?: string;
}

export interface FlowSchema extends KubeObject {
  spec: {
    priorityLevelConfiguration?: { name: string };
    matchingPrecedence?: number;
    distinguisherMethod?: { type: string };
    rules?: FlowRule[];
  };
  status?: { conditions?: FlowSchemaCondition[] };
}

export interface Queuing {
  queues?: number;
  handSize?: number;
  queueLengthLimit?: number;
}

export interface ConcurrencyShares {
  nominalConcurrencyShares?: number;
  lendablePercent?: number;
}

export interface LimitedPriorityLevel extends ConcurrencyShares {
  /** The name until v1beta2. */
  assuredConcurrencyShares?: number;
  borrowingLimitPercent?: number;
  limitResponse?: { type: string; queuing?: Queuing };
}

export interface PriorityLevelConfiguration extends KubeObject {
  spec: { type: string; limited?: LimitedPriorityLevel; exempt?: ConcurrencyShares };
}
