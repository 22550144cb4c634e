/** What upstream changed about authentication without a feature gate. */
export interface AuthenticationBehaviours {
  /** A user that a certificate names has the extra field credential-id. k8s.io/apiserver/pkg/authentication/request/x509. */
  readonly certificateCredentialId: boolean;
  /** So has one that an ID token names. k8s.io/apiserver/plugin/pkg/authenticator/token/oidc/oidc.go. */
  readonly jwtCredentialId: boolean;
  /** Expressions read the claims of an ID token one by one: their numbers are doubles. k8s.io/apiserver/plugin/pkg/authenticator/token/oidc/oidc.go. */
  readonly claimsReadOneByOne: boolean;
  /** A kubelet may ask for a certificate without key encipherment. pkg/apis/certificates/helpers.go. */
  readonly kubeletCertificatesWithoutEncipherment: boolean;
  /** A request that was approved and never signed is removed after a day. pkg/controller/certificates/cleaner/cleaner.go. */
  readonly unissuedCertificateRequestsExpire: boolean;
  /** The signature of an ID token is looked at before its claims. go-oidc 2.5's verify.go. */
  readonly oidcSignatureFirst: boolean;
}
