package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/client-go/discovery"
	"k8s.io/client-go/discovery/cached/memory"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/restmapper"
)

// discovered reads what is served, aggregated and group by group, and maps kinds to resources by it.
func discovered(_ context.Context, config *rest.Config) error {
	var served [][]string
	for _, legacy := range []bool{false, true} {
		client, err := discovery.NewDiscoveryClientForConfig(config)
		if err != nil {
			return err
		}
		client.UseLegacyDiscovery = legacy
		_, lists, err := client.ServerGroupsAndResources()
		if err != nil {
			return err
		}
		var names []string
		for _, list := range lists {
			for _, resource := range list.APIResources {
				names = append(names, fmt.Sprintf("%s %s %s %t %v", list.GroupVersion, resource.Name, resource.Kind, resource.Namespaced, resource.Verbs))
			}
		}
		served = append(served, slices.Sorted(slices.Values(names)))

		mapper := restmapper.NewShortcutExpander(
			restmapper.NewDeferredDiscoveryRESTMapper(memory.NewMemCacheClient(client)), client, func(string) {})
		resource, err := mapper.ResourceFor(schema.GroupVersionResource{Resource: "sa"})
		if err != nil {
			return err
		}
		mapping, err := mapper.RESTMapping(schema.GroupKind{Group: "apps", Kind: "Deployment"})
		if err != nil {
			return err
		}
		fmt.Printf("legacy %t: sa is %s, Deployment %s by %s\n", legacy, resource.Resource, mapping.Resource.Resource, mapping.Scope.Name())
	}
	if !slices.Equal(served[0], served[1]) {
		return fmt.Errorf("aggregated discovery says\n%s\n\nlegacy discovery says\n%s", strings.Join(served[0], "\n"), strings.Join(served[1], "\n"))
	}
	fmt.Printf("more than 50 resources: %t\n", len(served[0]) > 50)

	client, err := discovery.NewDiscoveryClientForConfig(config)
	if err != nil {
		return err
	}
	version, err := client.ServerVersion()
	if err != nil {
		return err
	}
	document, err := client.OpenAPISchema()
	if err != nil {
		return err
	}
	fmt.Printf("OpenAPI v2 of %s: %t\n", version.GitVersion, len(document.Definitions.AdditionalProperties) > 100)
	paths, err := client.OpenAPIV3().Paths()
	if err != nil {
		fmt.Printf("no OpenAPI v3: %v\n", err)
		return nil
	}
	for path, document := range paths {
		if _, err := document.Schema("application/com.github.proto-openapi.spec.v3@v1.0+protobuf"); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
	}
	fmt.Printf("OpenAPI v3 with more than 10 documents: %t\n", len(paths) > 10)
	return nil
}
