// Package facts prints what a relying party did, a line per fact.
package facts

import (
	"context"
	"fmt"
	"regexp"
	"strings"
)

// What differs from run to run and from server to server says nothing.
var (
	uid  = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)
	port = regexp.MustCompile(`127\.0\.0\.1:\d+`)
	// go-jose has moved since Kubernetes 1.24.
	jose = regexp.MustCompile(`square/go-jose`)

	madeUp []string
)

// Call names what was made up for this run: from now on facts have the other name for it.
func Call(name, as string) {
	madeUp = append(madeUp, name, as)
}

// Print writes `fact: outcome`.
func Print(fact, format string, values ...any) {
	outcome := strings.ReplaceAll(fmt.Sprintf(format, values...), "\n", "")
	outcome = uid.ReplaceAllString(outcome, "UID")
	outcome = port.ReplaceAllString(outcome, "127.0.0.1:PORT")
	outcome = jose.ReplaceAllString(outcome, "go-jose/go-jose")
	outcome = strings.NewReplacer(madeUp...).Replace(outcome)
	fmt.Printf("%s: %s\n", fact, outcome)
}

// All runs steps in order, up to the first that fails.
func All(ctx context.Context, steps ...func(context.Context) error) error {
	for _, step := range steps {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}
