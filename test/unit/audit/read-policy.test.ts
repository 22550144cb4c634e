/** Policies that a real 1.37.2 does not start with, and what it says. */
import { describe, expect, it } from 'vitest';
import { resolveFeatures } from '../../../src/features/index.js';
import { readAuditPolicy } from '../../../src/server/audit-policy.js';

const newest = resolveFeatures({ version: '1.37', featureGates: undefined });
const HEAD = 'apiVersion: audit.k8s.io/v1\nkind: Policy\n';
const rules = (...lines: readonly string[]): string => `${HEAD}rules:\n- ${lines.join('\n  ')}\n`;

describe('an audit policy', () => {
  it.each([
    ['is empty', '', 'unknown group version field audit.k8s.io/__internal, Kind=Policy in policy'],
    ['has no rules', `${HEAD}rules: []\n`, 'loaded illegal policy with 0 rules'],
    ['has no rules at all', HEAD, 'loaded illegal policy with 0 rules'],
    [
      'has another level',
      rules('level: metadata'),
      'rules[0].level: Unsupported value: "metadata": supported values: "None", "Metadata", "Request", "RequestResponse"',
    ],
    ['has no level', rules('verbs: [get]'), 'rules[0].level: Required value'],
    [
      'has another stage',
      rules('level: None', 'omitStages: [Never]'),
      'rules[0].omitStages[0]: Invalid value: "Never": allowed stages are RequestReceived,ResponseStarted,ResponseComplete,Panic',
    ],
    [
      'is about both sorts of paths',
      rules('level: None', 'nonResourceURLs: [/x]', 'namespaces: [a]'),
      'rules[0].nonResourceURLs: Invalid value: ["/x"]: rules cannot apply to both regular resources and non-resource URLs',
    ],
    [
      'has paths that are none',
      rules('level: None', 'nonResourceURLs: [x, /a*b]'),
      `[rules[0].nonResourceURLs[0]: Invalid value: "x": non-resource URL rules must begin with a '/' character, rules[0].nonResourceURLs[1]: Invalid value: "/a*b": non-resource URL wildcards '*' must be the final character of the rule]`,
    ],
    [
      'names objects without a resource',
      rules('level: None', 'resources: [{resourceNames: [a, b]}]'),
      'rules[0].resources.resourceNames: Invalid value: ["a","b"]: using resourceNames requires at least one resource',
    ],
    [
      'has a number for a level',
      rules('level: 1'),
      'failed decoding: json: cannot unmarshal number into Go struct field PolicyRule.rules.level of type v1.Level',
    ],
    [
      'is of another version',
      'apiVersion: audit.k8s.io/v3\nkind: Policy\n',
      'failed decoding: no kind "Policy" is registered for version "audit.k8s.io/v3" in scheme "pkg/runtime/scheme.go:111"',
    ],
    [
      'is of another kind',
      'apiVersion: audit.k8s.io/v1\nkind: Event\n',
      'failed decoding: converting (v1.Event) to (audit.Policy): unknown conversion',
    ],
  ])('that %s is refused', (_what, text, message) => {
    expect(() => readAuditPolicy(text, newest)).toThrow(new Error(message));
  });

  it('is read from YAML and JSON', () => {
    const expected = { policy: { rules: [{ level: 'Metadata', verbs: ['get'] }] }, warnings: [] };
    expect(readAuditPolicy(rules('level: Metadata', 'verbs: [get]'), newest)).toEqual(expected);
    const json = '{"apiVersion":"audit.k8s.io/v1","kind":"Policy","rules":[{"level":"Metadata","verbs":["get"]}]}';
    expect(readAuditPolicy(json, newest)).toEqual(expected);
  });

  it('warns of members that no policy has', () => {
    const { policy, warnings } = readAuditPolicy(rules('level: None', 'verb: get'), newest);
    expect(policy.rules).toEqual([{ level: 'None' }]);
    expect(warnings).toEqual(['unknown field "rules[0].verb"']);
  });

  it('may be a beta where upstream had them', () => {
    const beta = 'apiVersion: audit.k8s.io/v1beta1\nkind: Policy\nrules: [{level: None}]\n';
    const early = resolveFeatures({ version: '1.23', featureGates: undefined });
    expect(readAuditPolicy(beta, early).policy.rules).toHaveLength(1);
    expect(() => readAuditPolicy(beta, newest)).toThrow('no kind "Policy" is registered for version');
  });
});
