/** The bindings of one subject in one scope that may matter for a request: what spares a decision most of thousands of them. */
import { type RuleRequest } from '../apis/rbac/evaluation.js';
import { type PolicyRule } from '../apis/rbac/v1.js';

/** The rules of a binding's role; undefined: no such role. */
interface HasRules {
  readonly role: { readonly rules: readonly PolicyRule[] | undefined };
}

const ALL = '*';
/** A rule with more keys than this is asked every time instead. */
const MOST_KEYS = 1000;

export class Candidates<Bound extends HasRules> {
  readonly #bound: readonly Bound[];
  /** Places in `#bound`, rising, by a key of their rules. */
  readonly #places = new Map<string, number[]>();

  constructor(bound: Iterable<Bound>) {
    this.#bound = [...bound];
    this.#bound.forEach(({ role: { rules } }, place) => {
      for (const key of rules === undefined ? [''] : new Set(rules.flatMap(keysOf))) this.#add(key, place);
    });
  }

  /** Those with a rule that may allow the request, or with no role, in their order. */
  *for(request: RuleRequest): Generator<Bound> {
    const lists: { readonly places: readonly number[]; next: number }[] = [];
    for (const key of questionsOf(request)) {
      const places = this.#places.get(key);
      if (places !== undefined) lists.push({ places, next: 0 });
    }
    // Merged as they are asked for: most decisions end at the first.
    for (let place = first(lists); place !== undefined; place = first(lists)) {
      for (const list of lists) if (list.places[list.next] === place) list.next++;
      const bound = this.#bound[place];
      if (bound !== undefined) yield bound;
    }
  }

  #add(key: string, place: number): void {
    const known = this.#places.get(key);
    if (known === undefined) this.#places.set(key, [place]);
    else known.push(place);
  }
}

function first(lists: readonly { readonly places: readonly number[]; readonly next: number }[]): number | undefined {
  let least: number | undefined;
  for (const { places, next } of lists) {
    const place = places[next];
    if (place !== undefined && (least === undefined || place < least)) least = place;
  }
  return least;
}

/** The keys of a rule, '' for one that is asked about everything. */
function keysOf({ verbs, resources = [], resourceNames = [], nonResourceURLs = [] }: PolicyRule): readonly string[] {
  const names = resourceNames.length === 0 ? [ALL] : resourceNames;
  if (verbs.length * (resources.length * names.length + 1) > MOST_KEYS) return [''];
  return verbs.flatMap((verb) => [
    ...(nonResourceURLs.length === 0 ? [] : [`${verb} `]),
    ...resources.flatMap((resource) => names.map((name) => `${verb} ${resource} ${name}`)),
  ]);
}

/** Every key that a rule which allows the request may have. */
function questionsOf(request: RuleRequest): ReadonlySet<string> {
  const keys = new Set(['']);
  for (const verb of [request.verb, ALL]) {
    if (!request.resourceRequest) {
      keys.add(`${verb} `);
      continue;
    }
    const { resource, subresource, name } = request;
    const resources = subresource === '' ? [resource, ALL] : [`${resource}/${subresource}`, ALL, `*/${subresource}`];
    for (const each of resources) keys.add(`${verb} ${each} ${name}`).add(`${verb} ${each} ${ALL}`);
  }
  return keys;
}
