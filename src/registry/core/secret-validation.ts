/** Source: k8s.io/kubernetes/pkg/apis/core/validation/validation.go (ValidateSecret). */
import { SECRET_TYPE_SERVICE_ACCOUNT_TOKEN, type Secret, SERVICE_ACCOUNT_NAME_KEY } from '../../apis/core/v1.js';
import { type FieldError, forbidden, invalid, required, tooLong } from '../../apis/field/errors.js';
import { Path } from '../../apis/field/path.js';
import { isConfigMapKey } from '../../apis/validation/names.js';
import { immutable } from '../../apis/validation/object-meta.js';
import { type Features } from '../../features/features.js';
import { equalMaps, goJsonError, sizeOfBase64 } from './data-values.js';

const DATA = Path.of('data');
const ANNOTATIONS = Path.of('metadata', 'annotations');
/** Bytes of all values together. */
const MAX_SECRET_SIZE = 1024 * 1024;

export function validateSecret(secret: Secret, features: Features): FieldError[] {
  const data = secret.data ?? {};
  const size = Object.values(data).reduce((sum, value) => sum + sizeOfBase64(value), 0);
  return [
    ...Object.keys(data)
      .sort()
      .flatMap((key) => isConfigMapKey(key).map((text) => invalid(DATA.key(key), key, text))),
    ...(size > MAX_SECRET_SIZE ? [tooLong(DATA, `${features.behaviours.tooLongPhrase} ${MAX_SECRET_SIZE} bytes`)] : []),
    ...(TYPES[secret.type ?? '']?.(secret, data, features) ?? []),
  ];
}

type TypeRule = (secret: Secret, data: Readonly<Record<string, string>>, features: Features) => FieldError[];

const TYPES: Readonly<Record<string, TypeRule>> = {
  [SECRET_TYPE_SERVICE_ACCOUNT_TOKEN]: ({ metadata }) =>
    (metadata.annotations?.[SERVICE_ACCOUNT_NAME_KEY] ?? '') === ''
      ? [required(ANNOTATIONS.key(SERVICE_ACCOUNT_NAME_KEY))]
      : [],
  'kubernetes.io/dockercfg': (_secret, data) => jsonObject(data, '.dockercfg'),
  'kubernetes.io/dockerconfigjson': (_secret, data) => jsonObject(data, '.dockerconfigjson'),
  'kubernetes.io/basic-auth': (_secret, data, features) =>
    'username' in data || 'password' in data
      ? []
      : [required(missingKey('username', features)), required(missingKey('password', features))],
  'kubernetes.io/ssh-auth': (_secret, data, features) =>
    (data['ssh-privatekey'] ?? '') === '' ? [required(missingKey('ssh-privatekey', features))] : [],
  'kubernetes.io/tls': (_secret, data) =>
    ['tls.crt', 'tls.key'].filter((key) => !(key in data)).map((key) => required(DATA.key(key))),
};

function missingKey(key: string, { behaviours }: Features): Path {
  return behaviours.secretKeyPathUnformatted ? DATA.key('%s').key(key) : DATA.key(key);
}

function jsonObject(data: Readonly<Record<string, string>>, key: string): FieldError[] {
  const value = data[key];
  if (value === undefined) return [required(DATA.key(key))];
  const error = goJsonError(Buffer.from(value, 'base64').toString('utf8'));
  return error === undefined ? [] : [invalid(DATA.key(key), '<secret contents redacted>', error)];
}

const FIXED = 'field is immutable when `immutable` is set';

export function validateSecretUpdate(secret: Secret, old: Secret, features: Features): FieldError[] {
  const errors: FieldError[] = [];
  if (secret.type !== old.type) errors.push(immutable(Path.of('type'), secret.type));
  if (old.immutable === true) {
    if (secret.immutable !== true) errors.push(forbidden(Path.of('immutable'), FIXED));
    if (!equalMaps(secret.data, old.data)) errors.push(forbidden(DATA, FIXED));
  }
  return [...errors, ...validateSecret(secret, features)];
}
