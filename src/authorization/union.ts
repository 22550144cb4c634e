/** Asks authorizers one after the other. Source: k8s.io/apiserver/pkg/authorization/union/union.go. */
import { aggregate } from '../apis/aggregate.js';
import { type Awaitable } from '../authentication/authenticator.js';
import { type Attributes, type Authorizer, type Decision, type ResolvedRules } from './authorizer.js';

export interface NamedAuthorizer {
  /** The mode in lower case: `rbac`. */
  readonly name: string;
  readonly authorizer: Authorizer;
  /** Told where it decided. */
  readonly onDecision?: (decision: 'allowed' | 'denied') => void;
}

/** The first that allows or denies decides; else nobody does, and all reasons are given. `named`: with the authorizers' names. */
export function createUnion(chain: readonly NamedAuthorizer[], named: boolean): Authorizer {
  return {
    authorize: (attributes) => new Question(attributes, chain, named).askFrom(0),
    rulesFor: async (user, namespace): Promise<ResolvedRules> => {
      const all: ResolvedRules[] = [];
      for (const { authorizer } of chain) all.push(await authorizer.rulesFor(user, namespace));
      return {
        resourceRules: all.flatMap((rules) => rules.resourceRules),
        nonResourceRules: all.flatMap((rules) => rules.nonResourceRules),
        incomplete: all.some((rules) => rules.incomplete),
        ...errorOf(all.flatMap((rules) => rules.error ?? [])),
      };
    },
  };
}

class Question {
  readonly #attributes: Attributes;
  readonly #chain: readonly NamedAuthorizer[];
  readonly #named: boolean;
  readonly #reasons: string[] = [];
  readonly #errors: string[] = [];

  constructor(attributes: Attributes, chain: readonly NamedAuthorizer[], named: boolean) {
    this.#attributes = attributes;
    this.#chain = chain;
    this.#named = named;
  }

  /** Waits only for those that have to be waited for. */
  askFrom(first: number): Awaitable<Decision> {
    for (let i = first; i < this.#chain.length; i++) {
      const answer = this.#chain[i]?.authorizer.authorize(this.#attributes);
      if (answer instanceof Promise) {
        return answer.then((decision) => (this.#decides(i, decision) ? decision : this.askFrom(i + 1)));
      }
      if (answer !== undefined && this.#decides(i, answer)) return answer;
    }
    return { decision: 'noOpinion', reason: this.#reasons.join('\n'), ...errorOf(this.#errors) };
  }

  #decides(i: number, { decision, reason, error }: Decision): boolean {
    if (decision !== 'noOpinion') {
      this.#chain[i]?.onDecision?.(decision === 'allow' ? 'allowed' : 'denied');
      return true;
    }
    if (reason !== '') this.#reasons.push(this.#named ? `${this.#chain[i]?.name ?? ''}: ${reason}` : reason);
    if (error !== undefined) this.#errors.push(error);
    return false;
  }
}

function errorOf(errors: readonly string[]): { error?: string } {
  return errors.length === 0 ? {} : { error: aggregate(errors) };
}
