/** What upstream changed in its OpenAPI documents without a feature gate. */
export interface OpenAPIBehaviours {
  /** OpenAPI documents name their content type. Before, it is guessed from the bytes. kube-openapi's handlers. */
  readonly openapiContentTypes: boolean;
  /** Swagger documents have the parameters of many operations once. kube-openapi's pkg/builder/parameters.go. */
  readonly openapiSharesParameters: boolean;
  /** In OpenAPI v3 the elements of lists and maps have defaults. kube-openapi's pkg/generators/openapi.go. */
  readonly openapiItemDefaults: boolean;
  /** In OpenAPI v3 times, quantities and their like have defaults as structs have. Same source. */
  readonly openapiSpecialDefaults: boolean;
  /** OpenAPI v3 says which bodies are required. kube-openapi's pkg/builder3/openapi.go. */
  readonly openapiBodiesRequired: boolean;
  /** A document of OpenAPI v3 names types that every group knows for its own group and version. Same source. */
  readonly openapiNamesOwnKinds: boolean;
  /** Patches are documented to answer with 201 as well. k8s.io/apiserver/pkg/endpoints/installer.go. */
  readonly openapiPatchCreates: boolean;
  /** Reads are documented to take `exact` and `export`. Same source. */
  readonly openapiReadExports: boolean;
  /** A document's version is `1.31`; before, `v1.30.14`. k8s.io/apiserver/pkg/server/config.go. */
  readonly openapiNamesMinorAlone: boolean;
}
