namespace BulkVerify.Reports.Rows;

/// <summary>A Parquet file that can be read and is none of rows.</summary>
internal sealed class RowShapeException(string message) : Exception(message);
