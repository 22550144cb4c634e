/** Upstream's feature gates that matter here, by upstream's name. */
export type GateName = 'LegacyServiceAccountTokenNoAutoGeneration';
