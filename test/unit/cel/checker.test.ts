import { expect, it } from 'vitest';
import { DYN, INT, listOf, mapOf, STRING, structOf } from '../../../src/cel/types.js';
import { issues } from './compile.js';

const given = {
  variables: {
    self: structOf('selfType'),
    names: listOf(STRING),
    labels: mapOf(STRING, STRING),
    either: DYN,
  },
  objects: new Map([
    [
      'selfType',
      new Map([
        ['replicas', INT],
        ['name', STRING],
        ['__namespace__', STRING],
      ]),
    ],
  ]),
};

it.each([
  ['self.replicas > 0', 'compiles to bool'],
  ['self.replicas + 1', 'compiles to int'],
  ['self.namespace', 'compiles to string'],
  ['names.map(n, size(n))', 'compiles to list(int)'],
  ['names.filter(n, n != "")', 'compiles to list(string)'],
  ['names.exists_one(n, n == "")', 'compiles to bool'],
  ['labels["a"]', 'compiles to string'],
  ['labels.all(k, labels[k] == "")', 'compiles to bool'],
  ['labels.?a', 'compiles to optional_type(string)'],
  ['labels[?"a"].orValue("b")', 'compiles to string'],
  ['either == 1 || either == "a"', 'compiles to bool'],
  ['type(either) == int ? either < 5 : either.startsWith("a")', 'compiles to bool'],
  ['[1, 2].sum()', 'compiles to int'],
  ['[]', 'compiles to list(dyn)'],
  ['{"a": [1]}', 'compiles to map(string, list(int))'],
  ['quantity("1").add(1).isLessThan(quantity("2"))', 'compiles to bool'],
  ['{"a": 1}.transformMap(k, v, k + string(v))', 'compiles to map(string, string)'],
  ['format.named("uuid").hasValue()', 'compiles to bool'],
  ['type(1)', 'compiles to type(int)'],
])('%s', (expression, expected) => {
  expect(issues(expression, given)).toBe(expected);
});

it.each([
  ['slef.x', "1:1: undeclared reference to 'slef' (in container '')\n | slef.x\n | ^"],
  ['self.nme', "1:5: undefined field 'nme'\n | self.nme\n | ....^"],
  [
    'self.replicas > "a"',
    "1:15: found no matching overload for '_>_' applied to '(int, string)'\n | self.replicas > \"a\"\n | ..............^",
  ],
  [
    'self.name.startsWith(1)',
    "1:21: found no matching overload for 'startsWith' applied to 'string.(int)'\n | self.name.startsWith(1)\n | ....................^",
  ],
  ['foo(1)', "1:4: undeclared reference to 'foo' (in container '')\n | foo(1)\n | ...^"],
  ['self.name && true', "1:5: expected type 'bool' but found 'string'\n | self.name && true\n | ....^"],
  ['self.name.x', "1:10: type 'string' does not support field selection\n | self.name.x\n | .........^"],
  [
    'self.all(x, true)',
    "1:1: expression of type 'selfType' cannot be range of a comprehension (must be list, map, or dynamic)\n | self.all(x, true)\n | ^",
  ],
  ['names.all(n, n)', "1:14: expected type 'bool' but found 'string'\n | names.all(n, n)\n | .............^"],
  ['[1, "a"]', "1:5: expected type 'int' but found 'string'\n | [1, \"a\"]\n | ....^"],
  ['1 == "a"', "1:3: found no matching overload for '_==_' applied to '(int, string)'\n | 1 == \"a\"\n | ..^"],
  ['"a".matches("(")', '1:13: invalid matches argument\n | "a".matches("(")\n | ............^'],
  ['duration("1x")', '1:10: invalid duration argument\n | duration("1x")\n | .........^'],
])('%s', (expression, expected) => {
  expect(issues(expression, given)).toBe(`ERROR: <input>:${expected}`);
});

it('gives every issue, in the order of their places', () => {
  const lines = issues('a + b')
    .split('\n')
    .filter((line) => line.startsWith('ERROR'));
  expect(lines).toEqual([
    "ERROR: <input>:1:1: undeclared reference to 'a' (in container '')",
    "ERROR: <input>:1:5: undeclared reference to 'b' (in container '')",
  ]);
});

it('knows no more than the version does', () => {
  expect(issues('1 < 1.5', { rules: { celOptionals: false } })).toContain("'_<_' applied to '(int, double)'");
  expect(issues('ip("1.1.1.1")', { rules: { celAddresses: false } })).toContain("undeclared reference to 'ip'");
  expect(issues('"a".matches("(")', { rules: { celLiteralsChecked: false } })).toBe(
    'error parsing regexp: missing closing ): `(`',
  );
});
