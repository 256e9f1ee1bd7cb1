using BulkVerify.Throughput;

return await ThroughputCommand.Create().Parse(args).InvokeAsync().ConfigureAwait(false);
