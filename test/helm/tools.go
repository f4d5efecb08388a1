//go:build tools

// Package helm keeps helm in go.mod, so that go.sum pins every octet of it.
package helm

import (
	_ "helm.sh/helm/v4/cmd/helm"
)
