/** What kube-apiserver 1.37.2 and 1.24.17 said of forged tokens, asked by TokenReview. */
import { describe, expect, it } from 'vitest';
import { ISSUER, type Cluster, cluster, verdict } from './cluster.js';
import { NOW, claimsOf, forge, legacyClaimsOf, object, signText, KEY_ID } from './forge.js';

const OK = 'ok: system:serviceaccount:ns:demo';
const NOT_MINE = 'invalid bearer token';
const U = '00000000-0000-0000-0000-000000000000';
const HEADER = JSON.stringify({ alg: 'RS256', kid: KEY_ID });
const PAYLOAD = JSON.stringify(claimsOf());
const LEGACY = forge(legacyClaimsOf());
const GOOD = forge(claimsOf());

function withObjects(version: string): Cluster {
  const made = cluster(version);
  made.objects.put('serviceaccounts', object('demo', 'sa-uid'));
  made.objects.put('pods', object('web', 'pod-uid'));
  made.objects.put('secrets', object('sec', 'sec-uid'));
  made.objects.put('nodes', object('node', 'node-uid', {}, ''));
  made.objects.put('secrets', object('leg', 'leg-uid', { data: { token: Buffer.from(LEGACY).toString('base64') } }));
  return made;
}

const refused = (text: string): string => `[invalid bearer token, ${text}]`;
const crypto37 = refused('go-jose/go-jose: error in cryptographic primitive');
const crypto24 = refused('square/go-jose: error in cryptographic primitive');
const type = (kind: string, go: string): string =>
  refused(`json: cannot unmarshal ${kind} into Go value of type ${go}`);
const both = (text: string): [string, string] => [text, text];
const jose = (text: string): [string, string] => [
  refused(`go-jose/go-jose/jwt: ${text}`),
  refused(`square/go-jose/jwt: ${text}`),
];
const AUDIENCE = 'expected string or array value to unmarshal to Audience';
const NUMERIC_DATE = 'expected number value to unmarshal NumericDate';
const gone = refused('service account token has been invalidated');
const uid = (kind: string, actual: string): string =>
  refused(`${kind} UID (${actual}) does not match service account ${kind} ref claim (${U})`);

/** Name, token, verdict of 1.37.2, verdict of 1.24.17. */
const CASES: readonly [string, string, ...[string, string]][] = [
  ['a good token', GOOD, ...both(OK)],
  ['expired, within the leeway', forge(claimsOf({ exp: NOW - 60 })), ...both(OK)],
  ['expired', forge(claimsOf({ exp: NOW - 61 })), ...both(refused('service account token has expired'))],
  ['not valid yet, within the leeway', forge(claimsOf({ nbf: NOW + 60 })), ...both(OK)],
  ['not valid yet', forge(claimsOf({ nbf: NOW + 61 })), ...both(refused('service account token is not valid yet'))],
  ['issued later', forge(claimsOf({ iat: NOW + 61 })), refused('service account token is issued in the future'), OK],
  ['no exp', forge(claimsOf({ exp: undefined })), OK, refused('service account token has expired')],
  ['exp is null', forge(claimsOf({ exp: null })), OK, jose(NUMERIC_DATE)[1]],
  ['exp is a fraction', forge(claimsOf({ exp: NOW + 100.7 })), ...both(OK)],
  ['exp is a text', forge(claimsOf({ exp: 'x' })), ...jose(NUMERIC_DATE)],
  ['warnafter is a text', forge(claimsOf({}, { warnafter: 'x' })), ...jose(NUMERIC_DATE)],
  ['no aud', forge(claimsOf({ aud: undefined })), ...both(OK)],
  ['no audience in aud', forge(claimsOf({ aud: [] })), ...both(OK)],
  ['aud is a text', forge(claimsOf({ aud: ISSUER })), ...both(OK)],
  ['aud is a number', forge(claimsOf({ aud: 5 })), ...jose(AUDIENCE)],
  ['aud is null', forge(claimsOf({ aud: null })), ...jose(AUDIENCE)],
  ['aud holds a number', forge(claimsOf({ aud: [5] })), ...jose(AUDIENCE)],
  [
    'another aud',
    forge(claimsOf({ aud: ['vault', 'b"'] })),
    ...both(refused(`token audiences ["vault" "b\\""] is invalid for the target audiences ["${ISSUER}"]`)),
  ],
  ['sub is a number', forge(claimsOf({ sub: 5 })), ...both(type('number', 'string'))],
  ['sub is somebody else', forge(claimsOf({ sub: 'somebody' })), ...both(OK)],
  ['another iss', forge(claimsOf({ iss: 'https://other' })), ...both(NOT_MINE)],
  ['no iss', forge(claimsOf({ iss: undefined })), ...both(NOT_MINE)],
  ['iss is a list', forge(claimsOf({ iss: [ISSUER] })), ...both(NOT_MINE)],

  ['an unknown kid', forge(claimsOf(), { alg: 'RS256', kid: 'x' }), refused('invalid signature, no keys found'), OK],
  ['no kid', forge(claimsOf(), { alg: 'RS256' }), ...both(OK)],
  ['kid is a number', forge(claimsOf(), { alg: 'RS256', kid: 5 }), ...both(NOT_MINE)],
  ['alg is a number', forge(claimsOf(), { alg: 5 }), ...both(NOT_MINE)],
  ['no alg', forge(claimsOf(), {}), crypto37, crypto24],
  [
    'alg none',
    `${Buffer.from('{"alg":"none"}').toString('base64url')}.${GOOD.split('.')[1] ?? ''}.`,
    crypto37,
    crypto24,
  ],
  ['alg of another kind of key', forge(claimsOf(), { alg: 'ES256' }), crypto37, crypto24],
  ['alg RS384', signText('{"alg":"RS384"}', PAYLOAD, undefined, 'sha384'), ...both(OK)],
  ['crit', forge(claimsOf(), { alg: 'RS256', crit: ['exp'] }), crypto37, crypto24],
  ['an empty crit', forge(claimsOf(), { alg: 'RS256', crit: [] }), ...both(OK)],
  ['the header is a list', signText('[]', PAYLOAD), ...both(NOT_MINE)],
  ['the header is no JSON', signText('{', PAYLOAD), ...both(NOT_MINE)],
  ['the header is null', signText('null', PAYLOAD), crypto37, crypto24],
  ['the header is empty', signText('', PAYLOAD), crypto37, crypto24],
  ['the payload is null', signText(HEADER, 'null'), ...both(NOT_MINE)],
  ['the payload is a list', signText(HEADER, '[]'), ...both(NOT_MINE)],
  ['a broken signature', `${GOOD.slice(0, -6)}AAAAAA`, crypto37, crypto24],
  ['no signature', GOOD.slice(0, GOOD.lastIndexOf('.') + 1), crypto37, crypto24],
  ['a padded signature', `${GOOD}=`, ...both(NOT_MINE)],
  ['letters not of the alphabet', `${GOOD.slice(0, -3)}+/=`, ...both(NOT_MINE)],
  ['four parts', `${GOOD}.x`, ...both(NOT_MINE)],
  ['two dots', '..', ...both(NOT_MINE)],
  ['a blank ahead', ` ${GOOD}`, ...both('ok: system:anonymous')],
  ['a line break behind', `${GOOD}\n`, ...both(OK)],
  ['a blank within', `${GOOD.slice(0, 50)} ${GOOD.slice(50)}`, ...both(NOT_MINE)],

  [
    'no kubernetes.io',
    forge(claimsOf({ 'kubernetes.io': undefined })),
    ...both(refused('resource name may not be empty')),
  ],
  [
    'kubernetes.io is a text',
    forge(claimsOf({ 'kubernetes.io': 'x' })),
    ...both(type('string', 'serviceaccount.kubernetes')),
  ],
  [
    'kubernetes.io is a list',
    forge(claimsOf({ 'kubernetes.io': [] })),
    ...both(type('array', 'serviceaccount.kubernetes')),
  ],
  [
    'the account is a text',
    forge(claimsOf({}, { serviceaccount: 'x' })),
    ...both(type('string', 'serviceaccount.ref')),
  ],
  [
    'no such account',
    forge(claimsOf({}, { serviceaccount: { name: 'nobody', uid: U } })),
    ...both(refused('serviceaccounts "nobody" not found')),
  ],
  [
    'an account made again',
    forge(claimsOf({}, { serviceaccount: { name: 'demo', uid: U } })),
    ...both(refused(`service account UID (sa-uid) does not match claim (${U})`)),
  ],
  ['a pod', forge(claimsOf({}, { pod: { name: 'web', uid: 'pod-uid' } })), ...both(OK)],
  ['no such pod', forge(claimsOf({}, { pod: { name: 'gone', uid: U } })), ...both(gone)],
  ['a pod made again', forge(claimsOf({}, { pod: { name: 'web', uid: U } })), ...both(uid('pod', 'pod-uid'))],
  ['pod is null', forge(claimsOf({}, { pod: null })), ...both(OK)],
  ['a secret', forge(claimsOf({}, { secret: { name: 'sec', uid: 'sec-uid' } })), ...both(OK)],
  ['no such secret', forge(claimsOf({}, { secret: { name: 'gone', uid: U } })), ...both(gone)],
  ['a secret made again', forge(claimsOf({}, { secret: { name: 'sec', uid: U } })), ...both(uid('secret', 'sec-uid'))],
  ['a node', forge(claimsOf({}, { node: { name: 'node', uid: 'node-uid' } })), ...both(OK)],
  ['no such node', forge(claimsOf({}, { node: { name: 'gone', uid: U } })), gone, OK],
  ['a node made again', forge(claimsOf({}, { node: { name: 'node', uid: U } })), uid('node', 'node-uid'), OK],
  [
    'a webhook configuration',
    forge(claimsOf({}, { validatingwebhookconfiguration: { name: 'x', uid: U } })),
    refused('feature gate "APIServerWebhookAuthenticationToken" is disabled, but token is webhook bound'),
    OK,
  ],

  ['a token in a secret', LEGACY, ...both(OK)],
  ['legacy without sub', forge(legacyClaimsOf({ sub: undefined })), ...both(refused('sub claim is missing'))],
  ...(
    [
      ['namespace', 'namespace'],
      ['secret.name', 'secretName'],
      ['service-account.name', 'serviceAccountName'],
      ['service-account.uid', 'serviceAccountUID'],
    ] as const
  ).map(([claim, title]): [string, string, string, string] => [
    `legacy without ${claim}`,
    forge(legacyClaimsOf({ [`kubernetes.io/serviceaccount/${claim}`]: undefined })),
    ...both(refused(`${title} claim is missing`)),
  ]),
  [
    'legacy with another sub',
    forge(legacyClaimsOf({ sub: 'system:serviceaccount:x:y' })),
    ...both(refused('sub claim is invalid')),
  ],
  ['legacy with a sub of no account', forge(legacyClaimsOf({ sub: 'x' })), ...both(refused('sub claim is invalid'))],
  [
    'legacy that the secret does not hold',
    forge(legacyClaimsOf({ more: 1 })),
    ...both(refused("Token does not match server's copy")),
  ],
  [
    'legacy of a secret that is gone',
    forge(legacyClaimsOf({ 'kubernetes.io/serviceaccount/secret.name': 'gone' })),
    ...both(refused('Token has been invalidated')),
  ],

  ['a static token', 'alice-token', ...both('ok: alice')],
  ['garbage', 'garbage', ...both(NOT_MINE)],
  ['three parts of garbage', 'a.b.c', ...both(NOT_MINE)],
];

describe.each([
  ['1.37', 2],
  ['1.24', 3],
] as const)('the verdict of %s', (version, column) => {
  const made = withObjects(version);

  it.each(CASES)('on %s', async (...row) => {
    expect(await verdict(made, row[1])).toBe(row[column]);
    // Asked again, when the signature may be remembered.
    expect(await verdict(made, row[1])).toBe(row[column]);
  });

  it('on audiences that are asked for', async () => {
    const asked = (token: string, audiences: string[]): Promise<string> => verdict(made, token, audiences);
    const wrong = refused(`token audiences ["${ISSUER}"] is invalid for the target audiences ["vault"]`);
    expect(await asked(GOOD, ['vault'])).toBe(wrong);
    expect(await asked(LEGACY, ['vault'])).toBe(wrong);
    expect(await asked('alice-token', ['vault'])).toBe(NOT_MINE);
    expect(await asked('alice-token', ['vault', ISSUER])).toBe('ok: alice');
    expect(await asked(' ', ['vault'])).toBe('ok: system:anonymous');
  });
});

describe('the wording before 1.23', () => {
  const made = withObjects('1.22');

  it.each([
    ['expired', claimsOf({ exp: NOW - 61 }), 'Token has expired.'],
    ['not valid yet', claimsOf({ nbf: NOW + 61 }), 'Token could not be validated.'],
    [
      'an account made again',
      claimsOf({}, { serviceaccount: { name: 'demo', uid: U } }),
      `ServiceAccount UID (sa-uid) does not match claim (${U})`,
    ],
    ['no such pod', claimsOf({}, { pod: { name: 'gone', uid: U } }), 'Token has been invalidated'],
    [
      'a pod made again',
      claimsOf({}, { pod: { name: 'web', uid: U } }),
      `Pod UID (pod-uid) does not match claim (${U})`,
    ],
    [
      'a secret made again',
      claimsOf({}, { secret: { name: 'sec', uid: U } }),
      `Secret UID (sec-uid) does not match claim (${U})`,
    ],
  ])('on %s', async (_name, claims, text) => {
    expect(await verdict(made, forge(claims))).toBe(refused(text));
  });
});

it('node claims come with their gate', async () => {
  const made = cluster('1.29');
  made.objects.put('serviceaccounts', object('demo', 'sa-uid'));
  expect(await verdict(made, forge(claimsOf({}, { node: { name: 'node', uid: 'node-uid' } })))).toBe(
    refused(
      'token is bound to a Node object but the ServiceAccountTokenNodeBindingValidation feature gate is disabled',
    ),
  );
});
