/** Expressions over claims, tokens, and what a real 1.37.2 said of them in a TokenReview. */
import { type JWTAuthenticatorConfiguration } from '../../src/apis/apiserver/authentication.js';

/** The claims beside sub, which is jane where they have none, and the user or the error. */
export type ClaimCase = readonly [
  claims: Readonly<Record<string, unknown>>,
  outcome: string | Readonly<Record<string, unknown>>,
];

export interface ClaimExpressions extends Omit<JWTAuthenticatorConfiguration, 'issuer'> {
  readonly cases: readonly ClaimCase[];
}

const MANY = Array.from({ length: 120 }, (_, index) => `group-${index}`);

export const CLAIM_EXPRESSIONS: readonly ClaimExpressions[] = [
  {
    claimMappings: { username: { expression: 'claims.sub' }, groups: { expression: 'claims.roles.split(",")' } },
    cases: [
      [
        { roles: 'a,b,,c' },
        'oidc: error evaluating group claim expression: expression must return a string or a list of strings',
      ],
      [
        {},
        'oidc: error evaluating group claim expression: expression \'claims.roles.split(",")\' resulted in error: no such key: roles',
      ],
      [
        { roles: 5 },
        'oidc: error evaluating group claim expression: expression \'claims.roles.split(",")\' resulted in error: no such overload: split(double, string)',
      ],
      [
        { roles: ['a'] },
        'oidc: error evaluating group claim expression: expression \'claims.roles.split(",")\' resulted in error: no such overload: split(list, string)',
      ],
    ],
  },
  {
    claimMappings: { username: { expression: 'claims.sub' }, groups: { expression: 'claims.groups + ["x"]' } },
    cases: [
      [{ groups: ['a'] }, { username: 'jane', groups: ['a', 'x'] }],
      [
        { groups: 'a' },
        'oidc: error evaluating group claim expression: expression \'claims.groups + ["x"]\' resulted in error: no such overload',
      ],
      [{ groups: [] }, { username: 'jane', groups: ['x'] }],
    ],
  },
  {
    claimMappings: {
      username: { expression: 'claims.sub' },
      groups: { expression: 'dyn(claims.groups).map(g, "p:" + g)' },
    },
    cases: [
      [{ groups: ['a', 'b'] }, { username: 'jane', groups: ['p:a', 'p:b'] }],
      [
        { groups: 'ab' },
        "oidc: error evaluating group claim expression: expression 'dyn(claims.groups).map(g, \"p:\" + g)' resulted in error: got 'types.String', expected iterable type",
      ],
      [
        { groups: ['a', 1] },
        'oidc: error evaluating group claim expression: expression \'dyn(claims.groups).map(g, "p:" + g)\' resulted in error: no such overload',
      ],
      [
        { groups: null },
        "oidc: error evaluating group claim expression: expression 'dyn(claims.groups).map(g, \"p:\" + g)' resulted in error: got 'types.Null', expected iterable type",
      ],
      [{ groups: { x: 1 } }, { username: 'jane', groups: ['p:x'] }],
    ],
  },
  {
    claimMappings: {
      username: { expression: 'claims.sub' },
      groups: { expression: 'dyn(claims.groups).filter(g, g.startsWith("a"))' },
    },
    cases: [
      [{ groups: ['ab', 'ba', 'a'] }, { username: 'jane', groups: ['ab', 'a'] }],
      [
        { groups: ['ab', 1] },
        'oidc: error evaluating group claim expression: expression \'dyn(claims.groups).filter(g, g.startsWith("a"))\' resulted in error: no such overload',
      ],
    ],
  },
  {
    claimMappings: { username: { expression: 'claims.a__dash__b' }, uid: { expression: 'claims.nested.c__dot__d' } },
    cases: [
      [
        { 'a-b': 'name', nested: { 'c.d': 'uid' } },
        { username: 'name', uid: 'uid' },
      ],
      [
        { a__dash__b: 'name', nested: { c__dot__d: 'uid' } },
        "oidc: error evaluating username claim expression: expression 'claims.a__dash__b' resulted in error: no such key: a__dash__b",
      ],
      [
        { nested: {} },
        "oidc: error evaluating username claim expression: expression 'claims.a__dash__b' resulted in error: no such key: a__dash__b",
      ],
      [
        { 'a-b': 'n', nested: {} },
        "oidc: error evaluating uid claim expression: expression 'claims.nested.c__dot__d' resulted in error: no such key: c__dot__d",
      ],
      [
        { 'a-b': 'n', nested: 'x' },
        "oidc: error evaluating uid claim expression: expression 'claims.nested.c__dot__d' resulted in error: no such key: c__dot__d",
      ],
    ],
  },
  {
    claimMappings: { username: { expression: 'claims["a-b"]' }, uid: { expression: 'claims.nested["c.d"]' } },
    cases: [
      [
        { 'a-b': 'name', nested: { 'c.d': 'uid' } },
        { username: 'name', uid: 'uid' },
      ],
      [
        { 'a-b': 'n' },
        'oidc: error evaluating uid claim expression: expression \'claims.nested["c.d"]\' resulted in error: no such key: nested',
      ],
    ],
  },
  {
    claimMappings: { username: { expression: 'claims.?email.orValue("nobody")' } },
    claimValidationRules: [{ expression: 'claims.?email_verified.orValue(true) == true', message: 'unverified' }],
    cases: [
      [{ email: 'a@x', email_verified: true }, { username: 'a@x' }],
      [
        { email: 'a@x', email_verified: false },
        "oidc: error evaluating claim validation expression: validation expression 'claims.?email_verified.orValue(true) == true' failed: unverified",
      ],
      [{}, { username: 'nobody' }],
      [
        { email: 'a@x', email_verified: 'true' },
        "oidc: error evaluating claim validation expression: validation expression 'claims.?email_verified.orValue(true) == true' failed: unverified",
      ],
      [
        { email: 4 },
        'oidc: error evaluating username claim expression: username claim expression must return a string',
      ],
      [
        { email: null },
        'oidc: error evaluating username claim expression: username claim expression must return a string',
      ],
    ],
  },
  {
    claimMappings: {
      username: { expression: 'claims.email' },
      extra: [{ key: 'example.com/v', valueExpression: 'string(claims.email_verified)' }],
    },
    cases: [
      [
        { email: 'a@x', email_verified: true },
        { username: 'a@x', extra: { 'example.com/v': ['true'] } },
      ],
      [{ email: 'a@x' }, "expression 'string(claims.email_verified)' resulted in error: no such key: email_verified"],
      [{ email: '', email_verified: true }, 'oidc: empty username via CEL expression is not allowed'],
    ],
  },
  {
    claimMappings: {
      username: { expression: 'claims.sub.lowerAscii()' },
      groups: { claim: 'groups', prefix: '' },
      uid: { claim: 'id' },
    },
    userValidationRules: [
      { expression: 'user.groups.all(g, !g.startsWith("system:"))', message: 'no system groups' },
      { expression: 'user.uid != ""' },
      { expression: '!("x" in user.extra)', message: 'x' },
      { expression: 'size(user.groups) < 3', message: 'too many' },
    ],
    cases: [
      [
        { sub: 'JANE', groups: ['a'], id: 'u' },
        { username: 'jane', uid: 'u', groups: ['a'] },
      ],
      [
        { groups: ['system:masters'], id: 'u' },
        'oidc: error evaluating user info validation rule: validation expression \'user.groups.all(g, !g.startsWith("system:"))\' failed: no system groups',
      ],
      [
        { groups: ['a', 'b', 'c'], id: 'u' },
        "oidc: error evaluating user info validation rule: validation expression 'size(user.groups) < 3' failed: too many",
      ],
      [{ groups: [] }, 'oidc: parse uid claim "id": claim not present'],
      [
        { id: '' },
        'oidc: error evaluating user info validation rule: validation expression \'user.uid != ""\' failed: ',
      ],
      [{ id: 'u' }, { username: 'jane', uid: 'u' }],
    ],
  },
  {
    claimMappings: {
      username: { expression: 'claims.sub' },
      extra: [{ key: 'example.com/num', valueExpression: 'claims.num' }],
    },
    cases: [
      [
        { num: 1 },
        'oidc: error evaluating extra claim expression: claims.num: expression must return a string or a list of strings',
      ],
      [{ num: 'one' }, { username: 'jane', extra: { 'example.com/num': ['one'] } }],
      [{ num: ['1', '2'] }, { username: 'jane', extra: { 'example.com/num': ['1', '2'] } }],
      [{ num: null }, { username: 'jane' }],
      [
        { num: true },
        'oidc: error evaluating extra claim expression: claims.num: expression must return a string or a list of strings',
      ],
      [{}, "expression 'claims.num' resulted in error: no such key: num"],
      [
        { num: { a: 'b' } },
        'oidc: error evaluating extra claim expression: claims.num: expression must return a string or a list of strings',
      ],
      [{ num: ['', ''] }, { username: 'jane' }],
      [
        { num: [['a']] },
        'oidc: error evaluating extra claim expression: claims.num: expression must return a string or a list of strings',
      ],
    ],
  },
  {
    claimMappings: {
      username: { expression: 'claims.sub' },
      extra: [
        { key: 'example.com/num', valueExpression: 'string(claims.num)' },
        { key: 'example.com/list', valueExpression: '["a", string(claims.sub), ""]' },
        { key: 'example.com/tags', valueExpression: 'claims.tags' },
        { key: 'example.com/none', valueExpression: 'null' },
      ],
    },
    cases: [
      [
        { num: 1, tags: ['x', ''] },
        {
          username: 'jane',
          extra: { 'example.com/list': ['a', 'jane'], 'example.com/num': ['1'], 'example.com/tags': ['x'] },
        },
      ],
      [
        { num: 1.5, tags: 't' },
        {
          username: 'jane',
          extra: { 'example.com/list': ['a', 'jane'], 'example.com/num': ['1.5'], 'example.com/tags': ['t'] },
        },
      ],
      [
        { num: 12345678901234567000, tags: [] },
        {
          username: 'jane',
          extra: { 'example.com/list': ['a', 'jane'], 'example.com/num': ['1.2345678901234567e+19'] },
        },
      ],
      [
        { num: 1e21, tags: null, jti: 'J' },
        {
          username: 'jane',
          extra: {
            'authentication.kubernetes.io/credential-id': ['JTI=J'],
            'example.com/list': ['a', 'jane'],
            'example.com/num': ['1e+21'],
          },
        },
      ],
      [
        { num: -0.1, tags: ['a', 1] },
        'oidc: error evaluating extra claim expression: claims.tags: expression must return a string or a list of strings',
      ],
    ],
  },
  {
    claimMappings: { username: { expression: 'claims.sub' } },
    claimValidationRules: [
      { expression: 'type(claims.exp) == double', message: 'not a double' },
      { expression: 'size(claims) > 3', message: 'size' },
      { expression: '"sub" in claims', message: 'in' },
    ],
    cases: [
      [
        {},
        "oidc: error evaluating claim validation expression: expression 'size(claims) > 3' resulted in error: no such overload: size",
      ],
    ],
  },
  {
    claimMappings: { username: { expression: 'claims.sub' } },
    claimValidationRules: [{ expression: 'claims.exists(k, k == "sub")', message: 'keys' }],
    cases: [
      [
        {},
        'oidc: error evaluating claim validation expression: validation expression \'claims.exists(k, k == "sub")\' failed: keys',
      ],
    ],
  },
  {
    claimMappings: { username: { expression: 'claims.sub' } },
    claimValidationRules: [{ expression: 'claims.exists(k, k == "jane")', message: 'values' }],
    cases: [[{}, { username: 'jane' }]],
  },
  {
    claimMappings: { username: { expression: 'claims.sub' }, uid: { expression: 'claims.id' } },
    cases: [
      [{ id: 'x' }, { username: 'jane', uid: 'x' }],
      [{ id: 5 }, 'oidc: error evaluating uid claim expression: uid claim expression must return a string'],
      [{ id: null }, 'oidc: error evaluating uid claim expression: uid claim expression must return a string'],
      [{}, "oidc: error evaluating uid claim expression: expression 'claims.id' resulted in error: no such key: id"],
      [{ id: '' }, { username: 'jane' }],
    ],
  },
  {
    claimMappings: { username: { expression: 'claims.sub' }, uid: { expression: 'claims.?id' } },
    cases: [
      [{ id: 'x' }, 'oidc: error evaluating uid claim expression: uid claim expression must return a string'],
      [{}, 'oidc: error evaluating uid claim expression: uid claim expression must return a string'],
    ],
  },
  {
    claimMappings: { username: { expression: 'claims.sub' } },
    claimValidationRules: [
      {
        expression: 'dyn(claims.groups).all(a, dyn(claims.groups).all(b, dyn(claims.groups).all(c, a != b + c)))',
        message: 'cost',
      },
    ],
    cases: [
      [
        { groups: MANY },
        "oidc: error evaluating claim validation expression: expression 'dyn(claims.groups).all(a, dyn(claims.groups).all(b, dyn(claims.groups).all(c, a != b + c)))' resulted in error: operation cancelled: actual cost limit exceeded",
      ],
      [{ groups: ['a', 'b'] }, { username: 'jane' }],
    ],
  },
  {
    claimMappings: {
      username: { expression: 'url(claims.u).getHost()' },
      groups: { expression: 'claims.sub.findAll("[a-z]")' },
    },
    cases: [
      [
        { sub: 'ab1', u: 'https://host:1/x' },
        'oidc: error evaluating group claim expression: expression must return a string or a list of strings',
      ],
      [
        { u: '::' },
        'oidc: error evaluating username claim expression: expression \'url(claims.u).getHost()\' resulted in error: URL parse error during conversion from string: parse "::": missing protocol scheme',
      ],
    ],
  },
  {
    claimMappings: {
      username: { expression: 'claims.sub.find("[a-z]+")' },
      groups: { expression: '[ip(claims.ip).family() == 4 ? "v4" : "v6"]' },
      uid: { expression: 'string(claims.groups.isSorted())' },
    },
    cases: [
      [
        { sub: '1abc2', ip: '10.0.0.1', groups: ['a', 'b'] },
        { username: 'abc', uid: 'true', groups: ['v4'] },
      ],
      [
        { ip: 'x', groups: ['b', 'a'] },
        'oidc: error evaluating group claim expression: expression \'[ip(claims.ip).family() == 4 ? "v4" : "v6"]\' resulted in error: IP Address "x" parse error during conversion from string: ParseAddr("x"): unable to parse IP',
      ],
      [
        { ip: '::1', groups: ['b', 'a'] },
        { username: 'jane', uid: 'false', groups: ['v6'] },
      ],
    ],
  },
  {
    claimMappings: { username: { expression: 'claims.sub' } },
    claimValidationRules: [{ expression: 'claims.sub.matches(claims.re)', message: 'regex' }],
    cases: [
      [{ re: '^j' }, { username: 'jane' }],
      [
        { re: '^x' },
        "oidc: error evaluating claim validation expression: validation expression 'claims.sub.matches(claims.re)' failed: regex",
      ],
      [
        { re: '(' },
        "oidc: error evaluating claim validation expression: expression 'claims.sub.matches(claims.re)' resulted in error: error parsing regexp: missing closing ): `(`",
      ],
    ],
  },
  {
    claimMappings: {
      username: { expression: 'claims.sub' },
      uid: { expression: 'string(timestamp(int(claims.exp)) - timestamp(int(claims.iat)))' },
    },
    claimValidationRules: [
      { expression: 'timestamp(int(claims.exp)) > timestamp("2020-01-01T00:00:00Z")', message: 'old' },
    ],
    cases: [[{}, { username: 'jane', uid: '3600s' }]],
  },
  {
    claimMappings: { username: { expression: 'claims.sub' } },
    claimValidationRules: [
      { expression: 'claims.a == "x"', message: 'first' },
      { expression: 'claims.b == "y"', message: 'second' },
      { claim: 'hd', requiredValue: 'example.com' },
    ],
    cases: [
      [{ a: 'x', b: 'y', hd: 'example.com' }, { username: 'jane' }],
      [
        { a: 'q', b: 'y', hd: 'example.com' },
        'oidc: error evaluating claim validation expression: validation expression \'claims.a == "x"\' failed: first',
      ],
      [
        { a: 'q', hd: 'example.com' },
        'oidc: error evaluating claim validation expression: expression \'claims.b == "y"\' resulted in error: no such key: b',
      ],
      [{ a: 'q', b: 'y' }, 'oidc: required claim hd not present in ID token'],
      [
        { a: 'x', b: 'q', hd: 'example.com' },
        'oidc: error evaluating claim validation expression: validation expression \'claims.b == "y"\' failed: second',
      ],
    ],
  },
  {
    claimMappings: {
      username: { expression: 'claims.sub' },
      groups: { expression: 'has(claims.roles) ? claims.roles.split(",") : claims.groups' },
      uid: { expression: 'dyn(claims.id)' },
    },
    cases: [
      [
        { roles: 'a,b', id: 'x' },
        'oidc: error evaluating group claim expression: expression must return a string or a list of strings',
      ],
      [
        { groups: ['a'], id: 3 },
        'oidc: error evaluating uid claim expression: uid claim expression must return a string',
      ],
      [
        { groups: ['a'], id: 'i' },
        { username: 'jane', uid: 'i', groups: ['a'] },
      ],
    ],
  },
  {
    claimMappings: {
      username: { expression: '[claims.sub, claims.team].join(":")' },
      groups: { expression: 'sets.intersects(claims.groups, ["a"]) ? ["has-a"] : []' },
    },
    cases: [
      [
        { team: 't', groups: ['a'] },
        { username: 'jane:t', groups: ['has-a'] },
      ],
      [{ groups: ['b'], team: 't' }, { username: 'jane:t' }],
      [
        { groups: ['b'], team: 3 },
        'oidc: error evaluating username claim expression: expression \'[claims.sub, claims.team].join(":")\' resulted in error: join: invalid input: 3',
      ],
    ],
  },
  {
    claimMappings: { username: { expression: 'claims.sub' } },
    claimValidationRules: [
      { expression: 'claims.missing == 1 || claims.sub == "jane"', message: 'or' },
      { expression: 'claims.sub == "jane" && claims.num > 1', message: 'and' },
    ],
    cases: [
      [{ num: 2 }, { username: 'jane' }],
      [
        { sub: 'joe', num: 2 },
        'oidc: error evaluating claim validation expression: expression \'claims.missing == 1 || claims.sub == "jane"\' resulted in error: no such key: missing',
      ],
      [
        { num: 1 },
        'oidc: error evaluating claim validation expression: validation expression \'claims.sub == "jane" && claims.num > 1\' failed: and',
      ],
      [
        { num: 'x' },
        'oidc: error evaluating claim validation expression: expression \'claims.sub == "jane" && claims.num > 1\' resulted in error: no such overload',
      ],
    ],
  },
  {
    claimMappings: { username: { expression: 'claims.sub' }, uid: { expression: 'string(claims.num * 2.0)' } },
    claimValidationRules: [{ expression: 'claims.num + 1 == 3', message: 'mixed' }],
    cases: [
      [
        { num: 2 },
        "oidc: error evaluating claim validation expression: expression 'claims.num + 1 == 3' resulted in error: no such overload",
      ],
      [
        { num: 2.5 },
        "oidc: error evaluating claim validation expression: expression 'claims.num + 1 == 3' resulted in error: no such overload",
      ],
    ],
  },
  {
    claimMappings: { username: { expression: 'claims.sub' }, groups: { expression: 'claims.groups.slice(0, 1)' } },
    cases: [
      [{ groups: ['a', 'b'] }, { username: 'jane', groups: ['a'] }],
      [
        { groups: [] },
        "oidc: error evaluating group claim expression: expression 'claims.groups.slice(0, 1)' resulted in error: cannot slice(0, 1), list is length 0",
      ],
    ],
  },
  {
    claimMappings: { username: { expression: 'claims.sub' }, groups: { expression: 'claims.groups.sort()' } },
    cases: [[{ groups: ['b', 'a'] }, { username: 'jane', groups: ['a', 'b'] }]],
  },
  {
    claimMappings: {
      username: { expression: 'claims.sub' },
      groups: { expression: 'claims.sub.split("a").map(x, x)' },
      uid: { expression: 'claims.sub.reverse()' },
    },
    cases: [
      [
        { sub: 'bab' },
        "oidc: error evaluating uid claim expression: expression 'claims.sub.reverse()' resulted in error: no such overload: reverse(string)",
      ],
    ],
  },
  {
    claimMappings: {
      username: { expression: '"%s-%d".format([string(claims.sub), 3])' },
      uid: { expression: 'claims.sub.replace("a", "b")' },
    },
    cases: [[{}, { username: 'jane-3', uid: 'jbne' }]],
  },
  {
    claimMappings: { username: { expression: 'claims.sub' }, groups: { expression: '["a"] + ["b"]' } },
    cases: [[{}, { username: 'jane', groups: ['a', 'b'] }]],
  },
  {
    claimMappings: { username: { expression: 'claims.sub' }, groups: { expression: 'claims.groups + []' } },
    cases: [[{ groups: ['a'] }, { username: 'jane', groups: ['a'] }]],
  },
  {
    claimMappings: { username: { expression: 'claims.for' }, uid: { expression: 'claims.namespace' } },
    cases: [
      [
        { for: 'x', namespace: 'y' },
        { username: 'x', uid: 'y' },
      ],
    ],
  },
  {
    claimMappings: { username: { expression: 'string(has(claims.sub.x))' } },
    cases: [[{ groups: ['a', 'b'], num: 2.5, nested: { a: 1 } }, { username: 'false' }]],
  },
  {
    claimMappings: { username: { expression: 'claims.sub["x"]' } },
    cases: [
      [
        { groups: ['a', 'b'], num: 2.5, nested: { a: 1 } },
        'oidc: error evaluating username claim expression: expression \'claims.sub["x"]\' resulted in error: no such key: x',
      ],
    ],
  },
  {
    claimMappings: { username: { expression: 'claims.groups.x' } },
    cases: [
      [
        { groups: ['a', 'b'], num: 2.5, nested: { a: 1 } },
        "oidc: error evaluating username claim expression: expression 'claims.groups.x' resulted in error: unsupported index type 'string' in list",
      ],
    ],
  },
  {
    claimMappings: { username: { expression: 'claims.groups["x"]' } },
    cases: [
      [
        { groups: ['a', 'b'], num: 2.5, nested: { a: 1 } },
        "oidc: error evaluating username claim expression: expression 'claims.groups[\"x\"]' resulted in error: unsupported index type 'string' in list",
      ],
    ],
  },
  {
    claimMappings: { username: { expression: 'claims.groups[5]' } },
    cases: [
      [
        { groups: ['a', 'b'], num: 2.5, nested: { a: 1 } },
        "oidc: error evaluating username claim expression: expression 'claims.groups[5]' resulted in error: index out of bounds: 5",
      ],
    ],
  },
  {
    claimMappings: { username: { expression: 'claims.groups[0]' } },
    cases: [[{ groups: ['a', 'b'], num: 2.5, nested: { a: 1 } }, { username: 'a' }]],
  },
  {
    claimMappings: { username: { expression: 'string(size(claims.num))' } },
    cases: [
      [
        { groups: ['a', 'b'], num: 2.5, nested: { a: 1 } },
        "oidc: error evaluating username claim expression: expression 'string(size(claims.num))' resulted in error: no such overload: size",
      ],
    ],
  },
  {
    claimMappings: { username: { expression: 'string(claims.num.matches("x"))' } },
    cases: [
      [
        { groups: ['a', 'b'], num: 2.5, nested: { a: 1 } },
        'oidc: error evaluating username claim expression: expression \'string(claims.num.matches("x"))\' resulted in error: no such overload',
      ],
    ],
  },
  {
    claimMappings: { username: { expression: 'string(int(claims.sub))' } },
    cases: [
      [
        { groups: ['a', 'b'], num: 2.5, nested: { a: 1 } },
        "oidc: error evaluating username claim expression: expression 'string(int(claims.sub))' resulted in error: type conversion error from 'string' to 'int'",
      ],
    ],
  },
  {
    claimMappings: { username: { expression: 'string(claims.groups)' } },
    cases: [
      [
        { groups: ['a', 'b'], num: 2.5, nested: { a: 1 } },
        "oidc: error evaluating username claim expression: expression 'string(claims.groups)' resulted in error: no such overload: string(list)",
      ],
    ],
  },
  {
    claimMappings: { username: { expression: 'string(timestamp(claims.sub))' } },
    cases: [
      [
        { groups: ['a', 'b'], num: 2.5, nested: { a: 1 } },
        "oidc: error evaluating username claim expression: expression 'string(timestamp(claims.sub))' resulted in error: type conversion error from 'string' to 'google.protobuf.Timestamp'",
      ],
    ],
  },
  {
    claimMappings: { username: { expression: 'string(claims.num.startsWith("a"))' } },
    cases: [
      [
        { groups: ['a', 'b'], num: 2.5, nested: { a: 1 } },
        'oidc: error evaluating username claim expression: expression \'string(claims.num.startsWith("a"))\' resulted in error: no such overload',
      ],
    ],
  },
  {
    claimMappings: { username: { expression: 'string(-claims.sub)' } },
    cases: [
      [
        { groups: ['a', 'b'], num: 2.5, nested: { a: 1 } },
        "oidc: error evaluating username claim expression: expression 'string(-claims.sub)' resulted in error: no such overload",
      ],
    ],
  },
  {
    claimMappings: { username: { expression: 'string(!claims.sub)' } },
    cases: [
      [
        { groups: ['a', 'b'], num: 2.5, nested: { a: 1 } },
        "oidc: error evaluating username claim expression: expression 'string(!claims.sub)' resulted in error: no such overload",
      ],
    ],
  },
  {
    claimMappings: { username: { expression: 'string(claims.num in claims.groups)' } },
    cases: [[{ groups: ['a', 'b'], num: 2.5, nested: { a: 1 } }, { username: 'false' }]],
  },
  {
    claimMappings: { username: { expression: 'string("a" in claims.sub)' } },
    cases: [
      [
        { groups: ['a', 'b'], num: 2.5, nested: { a: 1 } },
        'oidc: error evaluating username claim expression: expression \'string("a" in claims.sub)\' resulted in error: no such overload',
      ],
    ],
  },
  {
    claimMappings: { username: { expression: 'claims.sub ? "a" : "b"' } },
    cases: [
      [
        { groups: ['a', 'b'], num: 2.5, nested: { a: 1 } },
        'oidc: error evaluating username claim expression: expression \'claims.sub ? "a" : "b"\' resulted in error: no such overload',
      ],
    ],
  },
  {
    claimMappings: { username: { expression: '"%d".format([dyn(claims.sub)])' } },
    cases: [
      [
        { groups: ['a', 'b'], num: 2.5, nested: { a: 1 } },
        'oidc: error evaluating username claim expression: expression \'"%d".format([dyn(claims.sub)])\' resulted in error: error during formatting: decimal clause can only be used on integers, was given string',
      ],
    ],
  },
  {
    claimMappings: { username: { expression: 'string(claims.sub.?x.hasValue())' } },
    cases: [[{ groups: ['a', 'b'], num: 2.5, nested: { a: 1 } }, { username: 'false' }]],
  },
  {
    claimMappings: { username: { expression: 'string(claims.groups[?7].hasValue())' } },
    cases: [[{ groups: ['a', 'b'], num: 2.5, nested: { a: 1 } }, { username: 'false' }]],
  },
  {
    claimMappings: { username: { expression: 'claims.num.lowerAscii()' } },
    cases: [
      [
        { groups: ['a', 'b'], num: 2.5, nested: { a: 1 } },
        "oidc: error evaluating username claim expression: expression 'claims.num.lowerAscii()' resulted in error: no such overload: lowerAscii(double)",
      ],
    ],
  },
  {
    claimMappings: { username: { expression: 'string(claims.sub < 3)' } },
    cases: [
      [
        { groups: ['a', 'b'], num: 2.5, nested: { a: 1 } },
        "oidc: error evaluating username claim expression: expression 'string(claims.sub < 3)' resulted in error: no such overload",
      ],
    ],
  },
  {
    claimMappings: { username: { expression: 'string(claims == claims)' } },
    cases: [[{ groups: ['a', 'b'], num: 2.5, nested: { a: 1 } }, { username: 'true' }]],
  },
  {
    claimMappings: { username: { expression: 'string(claims.nested)' } },
    cases: [
      [
        { groups: ['a', 'b'], num: 2.5, nested: { a: 1 } },
        "oidc: error evaluating username claim expression: expression 'string(claims.nested)' resulted in error: no such overload: string(map)",
      ],
    ],
  },
];
