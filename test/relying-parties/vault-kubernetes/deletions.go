package vaultkubernetes

import (
	"context"

	"kubemint/relying-parties/facts"
	"kubemint/relying-parties/vault"
)

// deletions are of what tokens are bound to: the client's and the reviewer's.
func (m *method) deletions(ctx context.Context) error {
	reviewer, err := m.reviewer(ctx, "standing")
	if err != nil {
		return err
	}
	mount, err := m.enable(ctx, map[string]any{"token_reviewer_jwt": reviewer}, nil)
	if err != nil {
		return err
	}
	return facts.All(ctx,
		func(ctx context.Context) error { return m.deletedPod(ctx, mount) },
		func(ctx context.Context) error { return m.recreatedAccount(ctx, mount) },
		m.deadReviewer,
	)
}

func (m *method) deletedPod(ctx context.Context, mount *vault.Mount) error {
	if _, err := m.NewAccount(ctx, "podded"); err != nil {
		return err
	}
	pod, err := m.NewPod(ctx, "podded", "podded", "", nil)
	if err != nil {
		return err
	}
	token, err := m.PodToken(ctx, "podded", pod, audience)
	if err != nil {
		return err
	}
	if err := m.DeletePod(ctx, "podded"); err != nil {
		return err
	}
	if err := m.UntilRefused(ctx, token, audience); err != nil {
		return err
	}
	return prints(ctx, "a token whose pod was deleted", mount, "app", token)
}

func (m *method) recreatedAccount(ctx context.Context, mount *vault.Mount) error {
	token, err := m.client(ctx, "reborn", audience)
	if err != nil {
		return err
	}
	if err := m.DeleteAccount(ctx, "reborn"); err != nil {
		return err
	}
	if err := m.UntilRefused(ctx, token, audience); err != nil {
		return err
	}
	if err := prints(ctx, "a token whose account was deleted", mount, "app", token); err != nil {
		return err
	}
	young, err := m.client(ctx, "reborn", audience)
	if err != nil {
		return err
	}
	if err := m.UntilRefused(ctx, token, audience); err != nil {
		return err
	}
	if err := prints(ctx, "a token of the account before it was made anew", mount, "app", token); err != nil {
		return err
	}
	return prints(ctx, "a token of the account since it was made anew", mount, "app", young)
}

// deadReviewer is the failure that is hard to find: nothing is wrong with the client.
func (m *method) deadReviewer(ctx context.Context) error {
	if _, err := m.reviewer(ctx, "leaving"); err != nil {
		return err
	}
	pod, err := m.NewPod(ctx, "vault-0", "leaving", "", nil)
	if err != nil {
		return err
	}
	reviewer, err := m.PodToken(ctx, "leaving", pod)
	if err != nil {
		return err
	}
	first, err := m.client(ctx, "waiting", audience)
	if err != nil {
		return err
	}
	mount, err := m.enable(ctx, map[string]any{"token_reviewer_jwt": reviewer}, nil)
	if err != nil {
		return err
	}
	if err := m.DeletePod(ctx, "vault-0"); err != nil {
		return err
	}
	if err := m.UntilRefused(ctx, reviewer); err != nil {
		return err
	}
	if err := prints(ctx, "a reviewer whose pod was deleted", mount, "app", first); err != nil {
		return err
	}
	reviewer, err = m.reviewer(ctx, "gone")
	if err != nil {
		return err
	}
	if mount, err = m.enable(ctx, map[string]any{"token_reviewer_jwt": reviewer}, nil); err != nil {
		return err
	}
	if err := m.DeleteAccount(ctx, "gone"); err != nil {
		return err
	}
	if err := m.UntilRefused(ctx, reviewer); err != nil {
		return err
	}
	return prints(ctx, "a reviewer whose account was deleted", mount, "app", first)
}
