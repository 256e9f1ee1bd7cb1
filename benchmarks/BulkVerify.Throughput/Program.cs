using BulkVerify.Throughput;

return await ThroughputCommand.RunAsync(args).ConfigureAwait(false);
