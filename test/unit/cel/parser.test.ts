import { expect, it } from 'vitest';
import { issues } from './compile.js';

const EXPRESSION =
  "{'[', '{', '(', '.', '-', '!', 'true', 'false', 'null', NUM_FLOAT, NUM_INT, NUM_UINT, STRING, BYTES, IDENTIFIER}";
const ENTRY =
  "{'[', '{', '}', '(', '.', ',', '-', '!', '?', 'true', 'false', 'null', NUM_FLOAT, NUM_INT, NUM_UINT, STRING, BYTES, IDENTIFIER}";

it.each([
  ['1 +', `1:4: Syntax error: mismatched input '<EOF>' expecting ${EXPRESSION}\n | 1 +\n | ...^`],
  ['f(1', "1:4: Syntax error: missing ')' at '<EOF>'\n | f(1\n | ...^"],
  ['(1', "1:3: Syntax error: missing ')' at '<EOF>'\n | (1\n | ..^"],
  ['1 2', "1:3: Syntax error: extraneous input '2' expecting <EOF>\n | 1 2\n | ..^"],
  ['1 2 3', "1:3: Syntax error: mismatched input '2' expecting <EOF>\n | 1 2 3\n | ..^"],
  ['{', `1:2: Syntax error: mismatched input '<EOF>' expecting ${ENTRY}\n | {\n | .^`],
  ['{a}', "1:3: Syntax error: mismatched input '}' expecting ':'\n | {a}\n | ..^"],
  ['{"a": 1}."a"', `1:10: Syntax error: no viable alternative at input '."a"'\n | {"a": 1}."a"\n | .........^`],
  ['self.true == 1', "1:6: Syntax error: mismatched input 'true' expecting IDENTIFIER\n | self.true == 1\n | .....^"],
  ['true ? 1', "1:9: Syntax error: mismatched input '<EOF>' expecting ':'\n | true ? 1\n | ........^"],
  ['package', '1:1: reserved identifier: package\n | package\n | ^'],
  ['9223372036854775808', '1:1: invalid int literal\n | 9223372036854775808\n | ^'],
  ['[1].all(x.y, true)', '1:10: argument must be a simple name\n | [1].all(x.y, true)\n | .........^'],
  ['has(self)', '1:5: invalid argument to has() macro\n | has(self)\n | ....^'],
])('%s', (expression, expected) => {
  expect(issues(expression)).toBe(`ERROR: <input>:${expected}`);
});

it('reports every character that is none, and what is missing', () => {
  expect(issues('1 + $')).toBe(
    [
      "ERROR: <input>:1:5: Syntax error: token recognition error at: '$'\n | 1 + $\n | ....^",
      `ERROR: <input>:1:6: Syntax error: mismatched input '<EOF>' expecting ${EXPRESSION}\n | 1 + $\n | .....^`,
    ].join('\n'),
  );
  expect(issues('a | b')).toBe(
    [
      "ERROR: <input>:1:3: Syntax error: token recognition error at: '| '\n | a | b\n | ..^",
      "ERROR: <input>:1:5: Syntax error: extraneous input 'b' expecting <EOF>\n | a | b\n | ....^",
    ].join('\n'),
  );
});

it('marks places by characters, wide ones wide', () => {
  expect(issues("'😁' in ['😁'] &&\n  in.x")).toContain("ERROR: <input>:2:3: Syntax error: extraneous input 'in'");
  expect(issues("'é' + 1")).toBe(
    "ERROR: <input>:1:5: found no matching overload for '_+_' applied to '(string, int)'\n | 'é' + 1\n | .．..^",
  );
});

it('takes optional syntax and quoted names only where a version has them', () => {
  expect(issues('{}.?a', { rules: { celOptionals: false } })).toContain("unsupported syntax '.?'");
  expect(issues('[?optional.none()]')).toBe('compiles to list(dyn)');
  expect(issues('{"b-c": 1}.`b-c`')).toBe('compiles to int');
  expect(issues('{"b-c": 1}.`b-c`', { rules: { celQuotedFields: false } })).toContain("unsupported syntax: '`'");
});
