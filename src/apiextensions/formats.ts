/** The formats that schemas name. Source: k8s.io/apiextensions-apiserver/pkg/apiserver/validation/formats.go. */
import { isTextFormat } from '../apis/validation/text-formats.js';
import { type JSONSchemaProps } from './schema.js';

const KUBERNETES_FORMATS: readonly string[] = ['k8sshortname', 'k8slongname'];

const NUMBER_FORMATS: Readonly<Record<string, readonly string[]>> = {
  integer: ['int32', 'int64'],
  number: ['float', 'double'],
};

export interface FormatRules {
  /** True where names of Kubernetes are formats. */
  readonly kubernetesFormats: boolean;
}

/** The format where the version knows it; others say nothing. */
export function knownFormat(
  { format = '', type = '', 'x-kubernetes-int-or-string': either }: JSONSchemaProps,
  rules: FormatRules,
): string | undefined {
  if (format === '') return undefined;
  if (type !== '' && type !== 'string' && either !== true) {
    return NUMBER_FORMATS[type]?.includes(format) === true ? format : undefined;
  }
  const name = format.replaceAll('-', '');
  if (KUBERNETES_FORMATS.includes(name) && !rules.kubernetesFormats) return undefined;
  return isTextFormat(name) ? format : undefined;
}
