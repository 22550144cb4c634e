/**
 * Sorts requests into flows, as API Priority and Fairness does, and holds none of them back.
 * Source: k8s.io/apiserver/pkg/util/flowcontrol/apf_controller.go.
 */
import { type FlowSchema, type PriorityLevelConfiguration } from '../apis/flowcontrol/v1.js';
import { type KubeObject, type WatchEventType } from '../apis/meta/v1.js';
import { type UserInfo } from '../authentication/authenticator.js';
import { type FlowRequest, ruleMatches } from './matching.js';

export type FlowResource = 'flowschemas' | 'prioritylevelconfigurations';

/** Where flow schemas and priority levels come from. */
export interface FlowSource {
  /** Calls back with an ADDED for every object there is, then with every change. */
  follow(listener: (type: WatchEventType, resource: FlowResource, object: KubeObject) => void): void;
}

/** Where a request belongs. */
export interface Flow {
  readonly schema: string;
  readonly schemaUid: string;
  readonly level: string;
  readonly levelUid: string;
}

interface Sorted {
  readonly flow: Flow;
  readonly rules: NonNullable<FlowSchema['spec']['rules']>;
}

/** --max-requests-inflight and --max-mutating-requests-inflight together, as upstream has them by default. */
const SERVER_SEATS = 600;
const CATCH_ALL = 'catch-all';

export class FlowControl {
  readonly #schemas = new Map<string, FlowSchema>();
  readonly #levels = new Map<string, PriorityLevelConfiguration>();
  #sorted: readonly Sorted[] | undefined;

  constructor(source: FlowSource) {
    source.follow((type, resource, object) => {
      const known = resource === 'flowschemas' ? this.#schemas : this.#levels;
      const { name = '' } = object.metadata;
      if (type === 'DELETED') known.delete(name);
      else (known as Map<string, KubeObject>).set(name, object);
      this.#sorted = undefined;
    });
  }

  /** Undefined where not even the flow schema for everything else is there. */
  classify(user: UserInfo, request: FlowRequest): Flow | undefined {
    this.#sorted ??= this.#sort();
    for (const { flow, rules } of this.#sorted) {
      if (rules.some((rule) => ruleMatches(rule, user, request))) return flow;
    }
    return this.#sorted.find(({ flow }) => flow.schema === CATCH_ALL)?.flow;
  }

  /** The seats that each priority level has by its shares, by name; a level has none to share where it is exempt without shares. */
  seats(): ReadonlyMap<string, number> {
    const shares = [...this.#levels].flatMap(
      ([
        name,
        {
          spec: { exempt, limited },
        },
      ]) => {
        if (limited === undefined)
          return exempt === undefined ? [] : [[name, exempt.nominalConcurrencyShares ?? 0] as const];
        return [[name, limited.nominalConcurrencyShares ?? limited.assuredConcurrencyShares ?? 0] as const];
      },
    );
    const all = shares.reduce((sum, [, count]) => sum + count, 0);
    return new Map(shares.map(([name, count]) => [name, all === 0 ? 0 : Math.ceil((SERVER_SEATS * count) / all)]));
  }

  /** A schema whose priority level is missing sorts nothing. */
  #sort(): readonly Sorted[] {
    return [...this.#schemas.values()]
      .sort((a, b) => precedence(a) - precedence(b) || ((a.metadata.name ?? '') < (b.metadata.name ?? '') ? -1 : 1))
      .flatMap(({ metadata, spec }) => {
        const level = this.#levels.get(spec.priorityLevelConfiguration?.name ?? '')?.metadata;
        if (level === undefined) return [];
        const { name: schema = '', uid: schemaUid = '' } = metadata;
        const flow = { schema, schemaUid, level: level.name ?? '', levelUid: level.uid ?? '' };
        return [{ flow, rules: spec.rules ?? [] }];
      });
  }
}

function precedence({ spec }: FlowSchema): number {
  return spec.matchingPrecedence ?? 0;
}
