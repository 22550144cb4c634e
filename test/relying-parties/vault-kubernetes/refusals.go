package vaultkubernetes

import (
	"context"

	"kubemint/relying-parties/cluster"
)

// reviewers are the ways that Vault may ask the API server by.
func (m *method) reviewers(ctx context.Context) error {
	token, err := m.client(ctx, "own-reviewer")
	if err != nil {
		return err
	}
	forVault, err := m.Token(ctx, "own-reviewer", audience)
	if err != nil {
		return err
	}
	mount, err := m.enable(ctx, nil, nil)
	if err != nil {
		return err
	}
	if err := prints(ctx, "a client as its own reviewer, without the right", mount, "app", token); err != nil {
		return err
	}
	if err := m.Bind(ctx, "system:auth-delegator", "own-reviewer"); err != nil {
		return err
	}
	allowed := func() (bool, error) { return m.MayReviewTokens(ctx, token) }
	if err := cluster.Until(ctx, allowed); err != nil {
		return err
	}
	if err := prints(ctx, "a client as its own reviewer, with the right", mount, "app", token); err != nil {
		return err
	}
	return prints(ctx, "a client as its own reviewer, its token for vault alone", mount, "app", forVault)
}

// refusals are of tokens that are not what they say.
func (m *method) refusals(ctx context.Context) error {
	reviewer, err := m.reviewer(ctx, "refusing")
	if err != nil {
		return err
	}
	token, err := m.client(ctx, "refused", audience)
	if err != nil {
		return err
	}
	forgeries, err := cluster.Forgeries(token)
	if err != nil {
		return err
	}
	mount, err := m.enable(ctx, map[string]any{"token_reviewer_jwt": reviewer}, nil)
	if err != nil {
		return err
	}
	keys, err := m.PublicKeys(ctx)
	if err != nil {
		return err
	}
	strict, err := m.enable(ctx, map[string]any{
		"token_reviewer_jwt":     reviewer,
		"pem_keys":               keys,
		"issuer":                 m.Issuer,
		"disable_iss_validation": false,
	}, nil)
	if err != nil {
		return err
	}
	if err := prints(ctx, "a good token, its issuer and key checked by vault", strict, "app", token); err != nil {
		return err
	}
	for _, refused := range append(forgeries, cluster.Forgery{Fact: "no token at all", Token: "not.a.token"}) {
		if err := prints(ctx, refused.Fact, mount, "app", refused.Token); err != nil {
			return err
		}
		if err := prints(ctx, refused.Fact+", checked by vault", strict, "app", refused.Token); err != nil {
			return err
		}
	}
	return nil
}
