/** Source: k8s.io/kubernetes/pkg/registry/core/configmap/strategy.go, pkg/apis/core/validation/validation.go. */
import { type ConfigMap } from '../../apis/core/v1.js';
import { type FieldError, forbidden, invalid, tooLong } from '../../apis/field/errors.js';
import { Path } from '../../apis/field/path.js';
import { isConfigMapKey } from '../../apis/validation/names.js';
import { type Features } from '../../features/features.js';
import { ageColumn, nameColumn } from '../../printers/columns.js';
import { defineKind } from '../rest.js';
import { equalMaps, sizeOfBase64 } from './data-values.js';

const DATA = Path.of('data');
const BINARY = Path.of('binaryData');
/** Bytes of all values together. */
const MAX_SIZE = 1024 * 1024;

function validateConfigMap({ data = {}, binaryData = {} }: ConfigMap, features: Features): FieldError[] {
  const keys = (path: Path, map: object): FieldError[] =>
    Object.keys(map)
      .sort()
      .flatMap((key) => isConfigMapKey(key).map((text) => invalid(path.key(key), key, text)));
  const twice = Object.keys(data).filter((key) => key in binaryData);
  const size =
    Object.values(data).reduce((sum, text) => sum + Buffer.byteLength(text), 0) +
    Object.values(binaryData).reduce((sum, text) => sum + sizeOfBase64(text), 0);
  return [
    ...keys(DATA, data),
    ...twice.map((key) => invalid(DATA.key(key), key, 'duplicate of key present in binaryData')),
    ...keys(BINARY, binaryData),
    // Upstream names the whole object so.
    ...(size > MAX_SIZE ? [tooLong(Path.of('[]'), `${features.behaviours.tooLongPhrase} ${MAX_SIZE} bytes`)] : []),
  ];
}

const FIXED = 'field is immutable when `immutable` is set';

function validateConfigMapUpdate(map: ConfigMap, old: ConfigMap, features: Features): FieldError[] {
  const errors: FieldError[] = [];
  if (old.immutable === true) {
    if (map.immutable !== true) errors.push(forbidden(Path.of('immutable'), FIXED));
    if (!equalMaps(map.data, old.data)) errors.push(forbidden(DATA, FIXED));
    if (!equalMaps(map.binaryData, old.binaryData)) errors.push(forbidden(BINARY, FIXED));
  }
  return [...errors, ...validateConfigMap(map, features)];
}

export const configmaps = defineKind<ConfigMap>({
  group: '',
  kind: 'ConfigMap',
  resource: 'configmaps',
  singular: 'configmap',
  namespaced: true,
  shortNames: ['cm'],
  versions: [{ version: 'v1', schema: 'io.k8s.api.core.v1.ConfigMap', served: () => true }],
  strategy: {
    validate: (map, { features }) => validateConfigMap(map, features),
    validateUpdate: (map, old, { features }) => validateConfigMapUpdate(map, old, features),
  },
  columns: [
    nameColumn,
    {
      name: 'Data',
      type: 'string',
      description: 'How many keys the map has.',
      priority: 0,
      cell: ({ data = {}, binaryData = {} }) => Object.keys(data).length + Object.keys(binaryData).length,
    },
    ageColumn,
  ],
  description: 'Configuration by key, for pods and programs to read.',
  example: { metadata: { name: 'settings' }, data: { 'log.level': 'debug' } },
});
