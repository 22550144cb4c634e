import { expect, test } from 'vitest';
import { ruleAllows, type RuleRequest } from '../../../src/apis/rbac/evaluation.js';
import { type PolicyRule } from '../../../src/apis/rbac/v1.js';
import { Candidates } from '../../../src/authorization/candidates.js';

const VERBS = ['get', 'create', '*'];
const RESOURCES = ['pods', 'pods/log', 'secrets', '*', '*/log'];
const NAMES = [undefined, [], ['a'], ['a', 'b']];

const RULES: readonly PolicyRule[] = [
  ...VERBS.flatMap((verb) =>
    RESOURCES.flatMap((resource) =>
      NAMES.map((resourceNames) => ({
        verbs: [verb],
        apiGroups: [''],
        resources: [resource],
        ...(resourceNames === undefined ? {} : { resourceNames }),
      })),
    ),
  ),
  ...VERBS.flatMap((verb) => ['/healthz', '/api/*', '*'].map((url) => ({ verbs: [verb], nonResourceURLs: [url] }))),
  { verbs: ['get', 'create'], apiGroups: ['apps'], resources: ['pods', 'secrets'], nonResourceURLs: ['/version'] },
  { verbs: [] },
  {
    verbs: ['get'],
    apiGroups: [''],
    resources: ['pods'],
    resourceNames: Array.from({ length: 2000 }, (_, i) => `n${String(i)}`),
  },
];

const REQUESTS: readonly RuleRequest[] = [
  ...['get', 'create', 'delete'].flatMap((verb) =>
    ['pods', 'secrets', 'events'].flatMap((resource) =>
      ['', 'log', 'status'].flatMap((subresource) =>
        ['', 'a', 'b', 'n7', '*'].map((name) => ({
          resourceRequest: true as const,
          verb,
          apiGroup: '',
          resource,
          subresource,
          name,
        })),
      ),
    ),
  ),
  ...['get', 'post'].flatMap((verb) =>
    ['/healthz', '/api/v1', '/version', '/'].map((path) => ({ resourceRequest: false as const, verb, path })),
  ),
];

test('no binding that allows a request is left out, and their order is kept', () => {
  const bound = RULES.map((rule, place) => ({ place, role: { rules: [rule] } }));
  const candidates = new Candidates(bound);
  let spared = 0;
  for (const request of REQUESTS) {
    const found = [...candidates.for(request)];
    const places = found.map(({ place }) => place);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    const allowing = bound.filter(({ role }) => role.rules.some((rule) => ruleAllows(request, rule)));
    expect(found).toEqual(expect.arrayContaining(allowing));
    spared += bound.length - found.length;
  }
  expect(spared).toBeGreaterThan((REQUESTS.length * RULES.length) / 2);
});

test('a binding without its role always comes, for it is an error to tell', () => {
  const lost = { role: { rules: undefined } };
  for (const request of REQUESTS) expect([...new Candidates([lost]).for(request)]).toEqual([lost]);
});
