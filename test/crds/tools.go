//go:build tools

// Package crds keeps the modules whose custom resource definitions the cluster suites install in go.mod, so that go.sum
// pins every octet of them. Only their YAML files are used; what is imported is the least that each has.
package crds

import (
	_ "sigs.k8s.io/external-dns/pkg/rfc2317"
	_ "sigs.k8s.io/gateway-api/pkg/consts"
	_ "sigs.k8s.io/mcs-api/config/crd"
)
