/**
 * Every feature gate that kube-apiserver 1.20 … 1.37 knows, with its history: `24b+` is "since 1.24 beta, on", stages are
 * a(lpha), b(eta), g(a), d(eprecated), defaults + and -, `!` locked to its default, `29-` gone since 1.29. `20…` is as 1.20
 * had it. Sources: pkg/features, k8s.io/apiserver/pkg/features of each minor's newest patch.
 */
export type GateSpec = string;

export const UPSTREAM_GATES = {
  APISelfSubjectReview: '26a- 27b- 28g+! 30-',
  BoundServiceAccountTokenVolume: '20a- 21b+ 22g+! 25-',
  ConstrainedImpersonation: '35a- 36b+',
  LegacyServiceAccountTokenCleanUp: '28a- 29b+ 30g+! 32-',
  LegacyServiceAccountTokenNoAutoGeneration: '24b+ 26g+! 29-',
  LegacyServiceAccountTokenTracking: '26a- 27b+ 28g+! 30-',
  NamespaceDefaultLabelName: '21b+ 22g+! 24-',
  OpenAPIV3: '23a- 24b+ 27g+! 29-',
  RootCAConfigMap: '20b+ 21g+! 24-',
  ServerSideFieldValidation: '23a- 25b+ 27g+! 32-',
  ServiceAccountIssuerDiscovery: '20b+ 21g+! 24-',
  ServiceAccountTokenJTI: '29a- 30b+ 32g+!',
  ServiceAccountTokenNodeBinding: '29a- 31b+ 33g+!',
  ServiceAccountTokenNodeBindingValidation: '29a- 30b+ 32g+!',
  ServiceAccountTokenPodNodeInfo: '29a- 30b+ 32g+!',
  TokenRequest: '20g+! 24-',
  TokenRequestServiceAccountUIDValidation: '34b+',
} as const satisfies Readonly<Record<string, GateSpec>>;
