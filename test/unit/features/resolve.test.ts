import { describe, expect, it } from 'vitest';
import { KNOWN_MINORS, NEWEST_MINOR, resolveFeatures } from '../../../src/features/index.js';

const features = (version?: string, featureGates?: Record<string, boolean>) =>
  resolveFeatures({ version, featureGates });

describe('choosing a version', () => {
  it('takes the newest without a choice', () => {
    expect(features().version).toEqual({ major: 1, minor: NEWEST_MINOR, patch: 2 });
  });

  it('fills in the newest patch, or takes the one that is named', () => {
    expect(features('1.24').version.patch).toBe(17);
    expect(features('v1.24.3').version).toEqual({ major: 1, minor: 24, patch: 3 });
  });

  it.each(['1.19', '1.38', '2.0', '1', 'latest', ''])('refuses %j and names the range', (version) => {
    expect(() => features(version)).toThrow(`unknown Kubernetes version "${version}": choose one of 1.20 … 1.37`);
  });

  it('knows 18 minors in order', () => {
    expect(KNOWN_MINORS).toEqual(Array.from({ length: 18 }, (_, i) => 20 + i));
  });
});

describe('feature gates', () => {
  it.each([
    ['1.23', 'LegacyServiceAccountTokenNoAutoGeneration', false],
    ['1.24', 'LegacyServiceAccountTokenNoAutoGeneration', true],
    ['1.37', 'LegacyServiceAccountTokenNoAutoGeneration', true],
    ['1.20', 'BoundServiceAccountTokenVolume', false],
    ['1.21', 'BoundServiceAccountTokenVolume', true],
    ['1.28', 'ServiceAccountTokenJTI', false],
    ['1.29', 'ServiceAccountTokenJTI', false],
    ['1.30', 'ServiceAccountTokenJTI', true],
    ['1.35', 'ConstrainedImpersonation', false],
    ['1.36', 'ConstrainedImpersonation', true],
  ] as const)('%s: %s is %s by default', (version, gate, on) => {
    expect(features(version).enabled(gate)).toBe(on);
  });

  it('can be set where the version knows them', () => {
    expect(
      features('1.24', { LegacyServiceAccountTokenNoAutoGeneration: false }).enabled(
        'LegacyServiceAccountTokenNoAutoGeneration',
      ),
    ).toBe(false);
    expect(features('1.29', { ServiceAccountTokenJTI: true }).enabled('ServiceAccountTokenJTI')).toBe(true);
  });

  it('accepts gates that matter elsewhere', () => {
    expect(() => features('1.23', { CSIMigrationAWS: true })).not.toThrow();
    expect(() => features('1.37', { GracefulNodeShutdown: true })).not.toThrow();
  });

  it('refuses a gate that the version does not know, and suggests the nearest', () => {
    expect(() => features('1.23', { LegacyServiceAccountTokenNoAutoGeneration: true })).toThrow(
      'unrecognized feature gate: LegacyServiceAccountTokenNoAutoGeneration',
    );
    expect(() => features('1.30', { ServiceAccountTokenJTl: true })).toThrow('did you mean ServiceAccountTokenJTI?');
    expect(() => features('1.30', { Foo: true })).toThrow(/^unrecognized feature gate: Foo \(Kubernetes 1\.30\)$/);
  });

  it('refuses to move a locked gate, in the words of kube-apiserver 1.37.2', () => {
    expect(() => features('1.37', { ServiceAccountTokenJTI: false })).toThrow(
      'cannot set feature gate ServiceAccountTokenJTI to false, feature is locked to true',
    );
    expect(() => features('1.37', { ServiceAccountTokenJTI: true })).not.toThrow();
  });

  it('turns stages on and off with AllAlpha and AllBeta, but not what is named itself or locked', () => {
    const alpha = features('1.29', { AllAlpha: true, ServiceAccountTokenNodeBinding: false });
    expect(alpha.enabled('ServiceAccountTokenJTI')).toBe(true);
    expect(alpha.enabled('ServiceAccountTokenNodeBinding')).toBe(false);
    const beta = features('1.24', { AllBeta: false });
    expect(beta.enabled('LegacyServiceAccountTokenNoAutoGeneration')).toBe(false);
    expect(beta.enabled('BoundServiceAccountTokenVolume')).toBe(true);
  });
});

describe('behaviours', () => {
  it.each([
    ['1.23', 'square/go-jose'],
    ['1.32', 'square/go-jose'],
    ['1.33', 'go-jose/go-jose'],
    ['1.37', 'go-jose/go-jose'],
  ])('%s: joseLibrary is %s', (version, library) => {
    expect(features(version).behaviours.joseLibrary).toBe(library);
  });

  it('keeps what an earlier row said until a later one changes it', () => {
    expect(features('1.21').behaviours.servedVersions).toContain('authentication.k8s.io/v1beta1');
    expect(features('1.22').behaviours.servedVersions).not.toContain('authentication.k8s.io/v1beta1');
    expect(features('1.37').behaviours.tokenRequestFillsMetadata).toBe(true);
    expect(features('1.23').behaviours.tokenRequestFillsMetadata).toBe(false);
  });
});
