/** Paths that no kind has: the version, discovery and the keys of tokens. */
import { groupVersion } from '../apis/meta/v1.js';
import { MEDIA_TYPES } from './kind-paths.js';
import { documentOf, groupTitle, tagOf, title } from './names.js';
import { newPath, type Operation, type Path } from './operation.js';
import { type ServedKind } from './served-kinds.js';

const META = 'io.k8s.apimachinery.pkg.apis.meta.v1';
const JSON_TYPE = ['application/json'];
const ISSUER = 'getServiceAccountIssuerOpenID';

type Answer = Pick<Operation, 'consumes' | 'produces' | 'answer'>;

export function generalPaths(served: readonly ServedKind[], issuerShown: boolean): readonly Path[] {
  return [...(issuerShown ? ISSUER_PATHS : []), VERSION, ...discoveryPaths(served)];
}

const VERSION = read('/version/', 'version', 'version', 'getCodeVersion', 'Tells the version of the server.', {
  consumes: JSON_TYPE,
  produces: JSON_TYPE,
  answer: 'io.k8s.apimachinery.pkg.version.Info',
});

const ISSUER_PATHS = [
  read(
    '/.well-known/openid-configuration/',
    '.well-known/openid-configuration',
    'WellKnown',
    `${ISSUER}Configuration`,
    'Tells about the issuer of service account tokens, as OpenID Connect Discovery has it.',
    { consumes: [], produces: JSON_TYPE, answer: 'string' },
  ),
  read(
    '/openid/v1/jwks/',
    'openid/v1/jwks',
    'openid',
    `${ISSUER}Keyset`,
    'The keys that service account tokens are verified with, as a JSON Web Key Set.',
    { consumes: [], produces: ['application/jwk-set+json'], answer: 'string' },
  ),
];

function discoveryPaths(served: readonly ServedKind[]): readonly Path[] {
  const names = new Map(served.map(({ kind, version }) => [groupVersion(kind.group, version.version), kind.group]));
  const found = (path: string, tag: string, id: string, answer: string): Path =>
    read(`/${path}/`, path, tag, id, 'Tells what there is.', {
      consumes: MEDIA_TYPES,
      produces: MEDIA_TYPES,
      answer: `${META}.${answer}`,
    });
  return [
    found('api', 'core', 'getCoreAPIVersions', 'APIVersions'),
    found('apis', 'apis', 'getAPIVersions', 'APIGroupList'),
    ...[...new Set(names.values())]
      .filter((group) => group !== '')
      .map((group) => found(`apis/${group}`, tagOf(group, ''), `get${groupTitle(group)}APIGroup`, 'APIGroup')),
    ...[...names].map(([name, group]) => {
      const version = name.slice(name.indexOf('/') + 1);
      const id = `get${groupTitle(group)}${title(version)}APIResources`;
      return found(documentOf(group, version), tagOf(group, version), id, 'APIResourceList');
    }),
  ];
}

function read(path: string, document: string, tag: string, id: string, description: string, answer: Answer): Path {
  const operation: Operation = { method: 'get', id, description, parameters: [], codes: [200], ...answer };
  return newPath({ path, document, tag }, [operation]);
}
