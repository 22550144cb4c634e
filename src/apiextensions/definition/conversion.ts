/** How a definition's versions are converted. Source: k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation/validation.go (validateCustomResourceConversion), k8s.io/client-go/transport/transport.go (rootCertPool). */
import { X509Certificate } from 'node:crypto';
import { type FieldError, forbidden, invalid, notSupported, required } from '../../apis/field/errors.js';
import { type Path } from '../../apis/field/path.js';
import { isDNS1035Label } from '../../apis/validation/names.js';
import { goStrings, invalidStructure } from '../../apis/validation/structure.js';
import { validateWebhookService, validateWebhookUrl } from '../../apis/validation/webhook-client.js';
import { type ValidationWording } from '../../apis/validation/wording.js';
import { type CustomResourceConversion, type WebhookClientConfig } from '../types.js';

export interface ConversionRequirements {
  /** A version of ConversionReview that is known must be among those that the webhook takes. */
  readonly knownReviewVersion: boolean;
  /** A caBundle must hold certificates. */
  readonly validCABundle: boolean;
  /** What a service lacks is told in words. */
  readonly serviceExplained: boolean;
}

const STRATEGIES = ['None', 'Webhook'];
const REVIEW_VERSIONS = ['v1', 'v1beta1'];

export function validateConversion(
  { strategy, webhook }: CustomResourceConversion,
  path: Path,
  needs: ConversionRequirements,
  wording: ValidationWording,
): FieldError[] {
  const errors = strategyErrors(strategy, path.child('strategy'));
  const config = path.child('webhookClientConfig');
  const reviews = path.child('conversionReviewVersions');
  const { clientConfig, conversionReviewVersions = [] } = webhook ?? {};
  if (strategy !== 'Webhook') {
    const text = 'should not be set when strategy is not set to Webhook';
    if (clientConfig !== undefined) errors.push(forbidden(config, text));
    if (conversionReviewVersions.length > 0) errors.push(forbidden(reviews, text));
    return errors;
  }
  return [
    ...errors,
    ...(clientConfig === undefined
      ? [required(config, 'required when strategy is set to Webhook')]
      : clientErrors(clientConfig, config, needs, wording)),
    ...reviewErrors(conversionReviewVersions, reviews, needs.knownReviewVersion, wording),
  ];
}

function strategyErrors(strategy: string, path: Path): FieldError[] {
  if (strategy === '') return [required(path)];
  return STRATEGIES.includes(strategy) ? [] : [notSupported(path, strategy, STRATEGIES)];
}

function clientErrors(
  { url, service, caBundle = '' }: WebhookClientConfig,
  path: Path,
  needs: ConversionRequirements,
  wording: ValidationWording,
): FieldError[] {
  const errors: FieldError[] = [];
  if ((url === undefined) === (service === undefined)) {
    errors.push(required(path, 'exactly one of url or service is required'));
  } else if (url !== undefined) errors.push(...validateWebhookUrl(url, path.child('url')));
  else if (service !== undefined) {
    errors.push(...validateWebhookService(service, path.child('service'), needs.serviceExplained));
  }
  const problem = needs.validCABundle ? caBundleProblem(caBundle) : undefined;
  if (problem === undefined) return errors;
  const at = path.child('caBundle');
  const bytes = [...Buffer.from(caBundle, 'base64')].map((byte) => `0x${byte.toString(16)}`);
  return [...errors, invalidStructure(at, caBundle, `[]byte{${bytes.join(', ')}}`, problem, wording)];
}

/** Why a bundle (base64 of PEM) holds no certificates; undefined for one that does, and for none at all. */
export function caBundleProblem(caBundle: string): string | undefined {
  if (caBundle === '') return undefined;
  const pem = Buffer.from(caBundle, 'base64').toString('latin1');
  const blocks = Array.from(pem.matchAll(/-----BEGIN ([^-]+)-----[^-]*-----END \1-----/g));
  const certificates = blocks.filter(([, type]) => type === 'CERTIFICATE');
  const reason = (text: string): string => `unable to load root certificates: ${text}`;
  if (blocks.length === 0) return reason('unable to parse bytes as PEM block');
  if (certificates.length === 0) return reason('no valid certificate authority data seen');
  for (const [text] of certificates) {
    try {
      new X509Certificate(text);
      return undefined;
    } catch {
      continue;
    }
  }
  return reason('failed to parse certificate: x509: malformed certificate');
}

function reviewErrors(
  versions: readonly string[],
  path: Path,
  needsKnown: boolean,
  wording: ValidationWording,
): FieldError[] {
  if (versions.length === 0) return [required(path)];
  const errors = versions.flatMap((version, i) => {
    const at = path.index(i);
    if (versions.indexOf(version) < i) return [invalid(at, version, 'duplicate version')];
    return isDNS1035Label(version).map((text) => invalid(at, version, text));
  });
  if (needsKnown && !versions.some((version) => REVIEW_VERSIONS.includes(version))) {
    const text = `must include at least one of ${REVIEW_VERSIONS.join(', ')}`;
    errors.push(invalidStructure(path, versions, goStrings(versions), text, wording));
  }
  return errors;
}

/** True where a webhook says nothing of versions, or names one that is known. */
export function namesKnownReviewVersion({ webhook }: CustomResourceConversion): boolean {
  const versions = webhook?.conversionReviewVersions ?? [];
  return versions.length === 0 || versions.some((version) => REVIEW_VERSIONS.includes(version));
}
