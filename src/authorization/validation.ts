/**
 * What upstream refuses of an AuthorizationConfiguration. Sources: k8s.io/apiserver/pkg/apis/apiserver/validation,
 * pkg/kubeapiserver/authorizer/config.go (LoadAndValidateData).
 */
import { statSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { aggregate } from '../apis/aggregate.js';
import {
  type AuthorizationConfiguration,
  type AuthorizerConfiguration,
  type WebhookConfiguration,
} from '../apis/apiserver/authorization.js';
import { duplicate, type FieldError, fieldErrorText, invalid, notSupported, required } from '../apis/field/errors.js';
import { Path } from '../apis/field/path.js';
import { formatDuration, parseDuration } from '../apis/schema/duration.js';
import { isDNS1123Subdomain } from '../apis/validation/names.js';
import { type CompileCondition, compileMatchConditions } from './match-conditions.js';

const LONGEST_TIMEOUT = 30_000_000_000n;

/** @param types that may be named, sorted; all but Webhook at most once. @throws Error in one line. */
export function validateAuthorizationConfiguration(
  { authorizers = [] }: AuthorizationConfiguration,
  types: readonly string[],
  compile: CompileCondition,
): void {
  const root = Path.of('authorizers');
  const errors: FieldError[] =
    authorizers.length === 0 ? [required(root, 'at least one authorization mode must be defined')] : [];
  for (const [i, authorizer] of authorizers.entries()) {
    errors.push(...validateAuthorizer(authorizer, authorizers.slice(0, i), root.index(i), types, compile));
  }
  if (errors.length > 0) throw new Error(aggregate(errors.map(fieldErrorText)));
  const misnamed = authorizers.filter(({ type = '', name }) => type !== 'Webhook' && name !== type.toLowerCase());
  const texts = misnamed.map(
    ({ type = '', name = '' }) => `expected name ${type.toLowerCase()} for authorizer ${type} instead of ${name}`,
  );
  if (texts.length > 0) throw new Error(aggregate(texts));
}

function validateAuthorizer(
  { type = '', name = '', webhook }: AuthorizerConfiguration,
  before: readonly AuthorizerConfiguration[],
  path: Path,
  types: readonly string[],
  compile: CompileCondition,
): FieldError[] {
  const at = path.child('type');
  if (type === '') return [required(at)];
  if (!types.includes(type)) return [notSupported(at, type, types)];
  if (type !== 'Webhook' && before.some((other) => other.type === type)) return [duplicate(at, type)];
  const names = validateName(name, before, path.child('name'));
  if (type !== 'Webhook') {
    const misplaced = invalid(path.child('webhook'), 'non-null', 'may only be specified when type=Webhook');
    return webhook === undefined ? names : [...names, misplaced];
  }
  if (webhook === undefined) return [...names, required(path.child('webhook'), 'required when type=Webhook')];
  return [...names, ...validateWebhook(webhook, path, compile)];
}

function validateName(name: string, before: readonly AuthorizerConfiguration[], path: Path): FieldError[] {
  if (name === '') return [required(path)];
  if (before.some((other) => other.name === name)) return [duplicate(path, name)];
  const problems = isDNS1123Subdomain(name);
  return problems.length === 0 ? [] : [invalid(path, name, `authorizer name is invalid: ${problems.join(', ')}`)];
}

function validateWebhook(webhook: WebhookConfiguration, path: Path, compile: CompileCondition): FieldError[] {
  const { timeout, authorizedTTL, unauthorizedTTL, failurePolicy = '', matchConditions = [] } = webhook;
  const version = webhook.subjectAccessReviewVersion ?? '';
  const conditionVersion = webhook.matchConditionSubjectAccessReviewVersion ?? '';
  const needsVersion = matchConditions.length > 0 ? 'required if match conditions are specified' : undefined;
  return [
    ...validateTimeout(timeout, path.child('timeout')),
    ...validateTtl(authorizedTTL, path.child('authorizedTTL')),
    ...validateTtl(unauthorizedTTL, path.child('unauthorizedTTL')),
    ...oneOf(version, path.child('subjectAccessReviewVersion'), ['v1', 'v1beta1'], ''),
    ...oneOf(conditionVersion, path.child('matchConditionSubjectAccessReviewVersion'), ['v1'], needsVersion),
    ...oneOf(failurePolicy, path.child('failurePolicy'), ['NoOpinion', 'Deny'], ''),
    ...validateConnection(webhook.connectionInfo, path.child('connectionInfo')),
    ...compileMatchConditions(webhook, path, compile).errors,
  ];
}

/** `missing`: what is said of none; undefined: it may be. */
function oneOf(value: string, path: Path, known: readonly string[], missing: string | undefined): FieldError[] {
  if (value === '') return missing === undefined ? [] : [required(path, missing)];
  return known.includes(value) ? [] : [notSupported(path, value, known)];
}

function validateTimeout(timeout: string | undefined, path: Path): FieldError[] {
  const nanoseconds = parseDuration(timeout ?? '0');
  if (nanoseconds === 0n) return [required(path)];
  if (nanoseconds > 0n && nanoseconds <= LONGEST_TIMEOUT) return [];
  return [invalid(path, formatDuration(nanoseconds), 'must be > 0s and <= 30s')];
}

// None at all is given a default.
function validateTtl(ttl: string | undefined, path: Path): FieldError[] {
  const nanoseconds = parseDuration(ttl ?? '0');
  return nanoseconds < 0n ? [invalid(path, formatDuration(nanoseconds), 'must be > 0s')] : [];
}

function validateConnection(info: WebhookConfiguration['connectionInfo'] = {}, path: Path): FieldError[] {
  const { type = '', kubeConfigFile: file } = info;
  const at = path.child('kubeConfigFile');
  switch (type) {
    case '':
      return [required(path.child('type'))];
    case 'InClusterConfig':
      return file === undefined ? [] : [invalid(at, file, 'can only be set when type=KubeConfigFile')];
    case 'KubeConfigFile':
      if (file === undefined || file === '') return [required(at)];
      return isAbsolute(file) ? validateFile(file, at) : [invalid(at, file, 'must be an absolute path')];
    default:
      return [notSupported(path.child('type'), type, ['InClusterConfig', 'KubeConfigFile'])];
  }
}

function validateFile(file: string, path: Path): FieldError[] {
  try {
    return statSync(file).isFile() ? [] : [invalid(path, file, 'must be a regular file')];
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    const why = missing ? `stat ${file}: no such file or directory` : (error as Error).message;
    return [invalid(path, file, `error loading file: ${why}`)];
  }
}
