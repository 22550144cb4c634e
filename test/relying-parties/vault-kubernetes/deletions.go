package vaultkubernetes

import (
	"context"

	"kubemint/relying-parties/cluster"
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
	return printsRefusal(ctx, "a token whose pod was deleted", mount, token)
}

func (m *method) recreatedAccount(ctx context.Context, mount *vault.Mount) error {
	token, err := m.client(ctx, "reborn", audience)
	if err != nil {
		return err
	}
	if err := m.DeleteAccount(ctx, "reborn"); err != nil {
		return err
	}
	if err := printsRefusal(ctx, "a token whose account was deleted", mount, token); err != nil {
		return err
	}
	young, err := m.client(ctx, "reborn", audience)
	if err != nil {
		return err
	}
	if err := printsRefusal(ctx, "a token of the account before it was made anew", mount, token); err != nil {
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
	if err := printsRefusal(ctx, "a reviewer whose pod was deleted", mount, first); err != nil {
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
	return printsRefusal(ctx, "a reviewer whose account was deleted", mount, first)
}

// printsRefusal tells how a login is refused, as soon as it is: a server's caches may be a moment behind a deletion.
func printsRefusal(ctx context.Context, fact string, mount *vault.Mount, token string) error {
	refused := func() (bool, error) {
		auth, _, err := mount.Login(ctx, "app", token)
		return auth == nil, err
	}
	if err := cluster.Until(ctx, refused); err != nil {
		return err
	}
	return prints(ctx, fact, mount, "app", token)
}
