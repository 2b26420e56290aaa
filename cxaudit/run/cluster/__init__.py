"""An audit on the workers of a `dask.distributed` cluster, its results on disk part by part."""
