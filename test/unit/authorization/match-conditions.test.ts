import { expect, it } from 'vitest';
import { fieldErrorText } from '../../../src/apis/field/errors.js';
import { Path } from '../../../src/apis/field/path.js';
import { type Attributes } from '../../../src/authorization/authorizer.js';
import { accessReviewSpec } from '../../../src/authorization/access-review-spec.js';
import { conditionCompiler } from '../../../src/authorization/condition-compiler.js';
import { compileMatchConditions } from '../../../src/authorization/match-conditions.js';
import { resolveFeatures } from '../../../src/features/resolve.js';

function compiled(expressions: readonly string[], version = '1.37') {
  const compile = conditionCompiler(resolveFeatures({ version, featureGates: undefined }));
  const matchConditions = expressions.map((expression) => ({ expression }));
  const { errors, conditions } = compileMatchConditions({ matchConditions }, Path.of(), compile);
  return { errors: errors.map(fieldErrorText), conditions };
}

const LIST: Attributes = {
  ...{
    resourceRequest: true,
    verb: 'list',
    apiGroup: '',
    apiVersion: 'v1',
    resource: 'pods',
    subresource: '',
    name: '',
  },
  ...{ namespace: 'ns', user: { username: 'jane', groups: ['qa'], extra: { scopes: ['a'] } } },
  fieldSelector: [{ field: 'spec.nodeName', operator: '=', value: 'n1' }],
  labelSelector: [{ key: 'app', operator: 'Exists', values: [] }],
};
const PATH: Attributes = { resourceRequest: false, user: { username: 'joe' }, verb: 'get', path: '/metrics' };

it.each<[string, boolean | string, boolean | string]>([
  ['request.user == "jane"', true, false],
  ['"qa" in request.groups && request.uid == ""', true, false],
  ['has(request.resourceAttributes)', true, false],
  ['has(request.nonResourceAttributes) && request.nonResourceAttributes.path.startsWith("/m")', false, true],
  ['request.extra["scopes"] == ["a"]', true, 'no such key: scopes'],
  ['request.resourceAttributes.name == ""', true, 'no such key: resourceAttributes'],
  [
    'request.resourceAttributes.fieldSelector.requirements.exists(r, r.key == "spec.nodeName" && r.values == ["n1"])',
    ...([true, 'no such key: resourceAttributes'] as const),
  ],
  ['!has(request.resourceAttributes.labelSelector.rawSelector)', true, 'no such key: resourceAttributes'],
])('%s', (expression, list, path) => {
  const { errors, conditions } = compiled([expression]);
  expect(errors).toEqual([]);
  const told = (outcome: boolean | string): boolean | string =>
    typeof outcome === 'string'
      ? `cel evaluation error: expression '${expression}' resulted in error: ${outcome}`
      : outcome;
  expect(conditions(accessReviewSpec(LIST))).toBe(told(list));
  expect(conditions(accessReviewSpec(PATH))).toBe(told(path));
});

it('one that is false counts more than one that cannot be told', () => {
  const { conditions } = compiled(['request.resourceAttributes.name == ""', 'request.user != "joe"']);
  expect(conditions(accessReviewSpec(PATH))).toBe(false);
});

it('all that is wrong is told, each at its place', () => {
  const { errors } = compiled([
    'request.foo == 1',
    'request.user',
    "authorizer.path('/x').check('get').allowed()",
    'request.user.matches("(")',
  ]);
  expect(errors).toEqual([
    `matchConditions[0].expression: Invalid value: "request.foo == 1": compilation failed: ERROR: <input>:1:8: undefined field 'foo'\n | request.foo == 1\n | .......^`,
    'matchConditions[1].expression: Invalid value: "request.user": must evaluate to bool but got string',
    `matchConditions[2].expression: Invalid value: "authorizer.path('/x').check('get').allowed()": compilation failed: ERROR: <input>:1:1: undeclared reference to 'authorizer' (in container '')\n | authorizer.path('/x').check('get').allowed()\n | ^`,
    expect.stringContaining('compilation failed: ERROR: <input>:1:22: invalid matches argument'),
  ]);
});

it('selectors are known from the version that has them', () => {
  const expression = 'has(request.resourceAttributes.fieldSelector)';
  expect(compiled([expression], '1.31').errors).toEqual([expect.stringContaining("undefined field 'fieldSelector'")]);
  expect(compiled([expression], '1.32').errors).toEqual([]);
});
