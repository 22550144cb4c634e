import { expect, it } from 'vitest';
import { DYN, STRING, structOf } from '../../../src/cel/types.js';
import { authorizerValue, type Question } from '../../../src/cel/library/authorizers.js';
import { evaluated, program } from './compile.js';

it.each([
  ['7 / 2', '3'],
  ['-7 % 3', '-1'],
  ['2u * 3u', '6'],
  ['1.5 + 1.5', '3'],
  ['1 == dyn(1.0)', 'true'],
  ['"ab" + "c"', 'abc'],
  ['[1] + [2]', '[1, 2]'],
  ['"a" in {"a": 1}', 'true'],
  ['3 in [1, 2]', 'false'],
  ['true || 1 / 0 == 1', 'true'],
  ['1 / 0 == 1 || true', 'true'],
  ['1 / 0 == 1 && false', 'false'],
  ['[1, 0].exists(x, 2 / x == 2)', 'true'],
  ['[1, 2, 3].filter(x, x > 1).map(x, x * 2)', '[4, 6]'],
  ['[1, 2, 3].map(x, x > 1, x * 2)', '[4, 6]'],
  ['[1, 2].exists_one(x, x == 2)', 'true'],
  ['{"a": 1, "b": 2}.all(k, k != "c")', 'true'],
  ['has({"a": 1}.a) && !has({"a": 1}.b)', 'true'],
  ['[1, 2].transformList(i, v, i + v)', '[1, 3]'],
  ['{"a": 1}.transformMap(k, v, v > 1, v)', '{}'],
  ['optional.of(1).optMap(x, x + 1).value()', '2'],
  ['{"a": 1}.?b.orValue(3)', '3'],
  ['[1, 2, 3].sum() == 6 && [3, 1].max() == 3', 'true'],
  ['[3, 1, 2].sort()', '[1, 2, 3]'],
  ['["b", "a"].sortBy(x, x)', '[a, b]'],
  ['[[1], [2, 3]].flatten().slice(1, 3).reverse()', '[3, 2]'],
  ['sets.equivalent([1, 2], [2, 1, 1])', 'true'],
  ['size("häß") == 3', 'true'],
  ['"héllo".substring(1, 3)', 'él'],
  ['"a,b,c".split(",", 2)', '[a, b,c]'],
  ['"abab".replace("a", "x", 1)', 'xbab'],
  ['"ab".replace("", "-")', '-a-b-'],
  ['"hello".indexOf("l") == 2 && "hello".lastIndexOf("l") == 3', 'true'],
  ['" a\t".trim() == "a"', 'true'],
  ['"ABC".lowerAscii()', 'abc'],
  ['"abc 123".find("[0-9]+")', '123'],
  ['"a1b2".findAll("[0-9]")', '[1, 2]'],
  ['"%s is %s, %s".format([dyn("a"), dyn(3), dyn([1.5])])', 'a is 3, [1.500000]'],
  ['"%.2f %d %x".format([dyn(1.234), dyn(7), dyn(255)])', '1.23 7 ff'],
  ['strings.quote("a\\"b")', String.raw`"a\"b"`],
  ['"abc".matches("(?i)^A")', 'true'],
  ['int("-12") + int(3.9) + int(4u)', '-5'],
  ['string(1.5) + string(true)', '1.5true'],
  ['string(duration("90m"))', '5400s'],
  ['duration("1h").getMinutes()', '60'],
  ['timestamp("2024-02-29T12:00:00.5Z").getMonth()', '1'],
  ['timestamp("2024-02-29T23:30:00Z").getDate("+01:00")', '1'],
  ['timestamp("2024-07-01T00:00:00Z").getHours("Europe/Berlin")', '2'],
  ['string(timestamp("2024-01-01T00:00:00Z") + duration("1.5s"))', '2024-01-01T00:00:01.5Z'],
  ['timestamp("2024-01-02T00:00:00Z") - timestamp("2024-01-01T00:00:00Z") == duration("24h")', 'true'],
  ['type(1) == int && type("") == string && type([]) == list', 'true'],
  ['type(timestamp(0)) == google.protobuf.Timestamp', 'true'],
  ['quantity("1Ki").compareTo(quantity("1000"))', '1'],
  ['quantity("100m").isInteger()', 'false'],
  ['url("https://a.b:80/p%20q?x=1&x=2#f").getPort()', '80'],
  ['url("https://[::1]:80/p").getHostname()', '::1'],
  ['url("https://a/?x=1&x=2").getQuery()["x"]', '[1, 2]'],
  ['isURL("a b")', 'false'],
  ['ip("::ffff").family()', '6'],
  ['ip.isCanonical("2001:DB8::")', 'false'],
  ['string(cidr("10.1.2.3/8").masked())', '10.0.0.0/8'],
  ['cidr("10.0.0.0/8").containsIP("10.2.3.4")', 'true'],
  ['cidr("10.0.0.0/8").containsCIDR("11.0.0.0/16")', 'false'],
  ['format.dns1123Label().validate("a")', 'optional.none()'],
  ['semver("1.2.3-rc.1").isLessThan(semver("1.2.3"))', 'true'],
  ['semver("1.2.3").isLessThan(semver("1.10.0"))', 'true'],
  ['isSemver("v1.0", true) && !isSemver("v1.0")', 'true'],
  ['{"a": {"b": [1, 2]}}.a.b[1]', '2'],
])('%s', (expression, expected) => {
  expect(evaluated(expression)).toBe(expected);
});

it.each([
  ['1 / 0', 'division by zero'],
  ['9223372036854775807 + 1', 'integer overflow'],
  ['uint(0) - 1u', 'unsigned integer overflow'],
  ['{"a": 1}["b"]', 'no such key: b'],
  ['{"a": 1}.b', 'no such key: b'],
  ['[1][3]', 'index out of bounds: 3'],
  ['dyn(1) + dyn("a") == 2', 'no such overload'],
  ['optional.none().value() == 1', 'optional.none() dereference'],
  ['"abc".substring(4)', 'index out of range: 4'],
  ['[].max() == 1', 'max called on empty list'],
  [
    'quantity(dyn("x")).isInteger()',
    "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
  ],
  [
    'ip("1.2.3") == ip("1.1.1.1")',
    'IP Address "1.2.3" parse error during conversion from string: ParseAddr("1.2.3"): IPv4 address too short',
  ],
  ['"%d".format([dyn("a")])', 'error during formatting: decimal clause can only be used on integers, was given string'],
  ['[1, 0].all(x, 2 / x > 0)', 'division by zero'],
])('%s', (expression, expected) => {
  expect(evaluated(expression)).toBe(`error: ${expected}`);
});

it('evaluates variables, and says which has no value', () => {
  const variables = { a: STRING, b: DYN };
  expect(evaluated('a + "!"', { variables, values: { a: 'x' } })).toBe('x!');
  expect(evaluated('b == 1', { variables, values: { a: 'x' } })).toBe('error: no such attribute(s): b');
  expect(program('a == ""', { variables }).names('b')).toBe(false);
  expect(program('[""].all(a, a == "")', { variables }).names('a')).toBe(false);
});

it('asks an authorizer', () => {
  const asked: Question[] = [];
  const ask = (question: Question): { allowed: boolean; reason: string; error: string } => {
    asked.push(question);
    return { allowed: question.verb === 'get', reason: 'so', error: '' };
  };
  const given = {
    variables: { authorizer: structOf('kubernetes.authorization.Authorizer') },
    values: { authorizer: authorizerValue(ask) },
  };
  expect(evaluated('authorizer.group("").resource("pods").namespace("a").check("get").allowed()', given)).toBe('true');
  expect(evaluated('authorizer.path("/x").check("post").reason()', given)).toBe('so');
  expect(evaluated('authorizer.path(" ").check("get").allowed()', given)).toBe('error: path must not be empty');
  expect(asked).toEqual([
    { group: '', resource: 'pods', namespace: 'a', verb: 'get' },
    { path: '/x', verb: 'post' },
  ]);
});

it('counts what it takes, and stops where that is too much', () => {
  const ten = program('[1, 2, 3, 4, 5, 6, 7, 8, 9, 10].all(x, x > 0)');
  const { cost } = ten.evaluate(() => undefined, 1_000);
  expect(cost).toBeGreaterThan(30);
  expect(() => ten.evaluate(() => undefined, cost - 1)).toThrow('operation cancelled: actual cost limit exceeded');
});
