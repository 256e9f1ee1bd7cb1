using System.Runtime.InteropServices;
using DuckDB.NET.Native;

namespace BulkVerify.Reports.Queries;

/// <summary>What kind of statement a text is, told by the engine's own parser before anything runs.</summary>
internal static partial class NativeStatement
{
    /// <summary>Null when the text is one statement that only reads; else what is wrong with it.</summary>
    /// <remarks>The row files have to stay readable for the view, and what the engine may read it could also overwrite by COPY: so only SELECT is let through.</remarks>
    public static string? Refuse(DuckDBNativeConnection connection, string sql)
    {
        int count = NativeMethods.ExtractStatements.DuckDBExtractStatements(connection, sql, out DuckDBExtractedStatements statements);
        using DuckDBExtractedStatements owned = statements;
        if (count <= 0)
            return NativeMethods.ExtractStatements.DuckDBExtractStatementsError(statements) is { Length: > 0 } error ? error : "there is no statement in it.";
        if (count > 1)
            return "there is more than one statement in it.";
        DuckDBState state = NativeMethods.ExtractStatements.DuckDBPrepareExtractedStatement(connection, statements, 0, out DuckDBPreparedStatement prepared);
        using DuckDBPreparedStatement ownedStatement = prepared;
        if (state != DuckDBState.Success)
            return NativeMethods.PreparedStatements.DuckDBPrepareError(prepared);
        if (NativeMethods.PreparedStatements.DuckDBParams(prepared) > 0)
            return "it has a parameter (? or $name) without a value.";
        return TypeOf(prepared) == DuckDBStatementType.Select ? null : "only statements that read are allowed: SELECT, WITH, FROM, DESCRIBE, SUMMARIZE.";
    }

    [LibraryImport("duckdb", EntryPoint = "duckdb_prepared_statement_type")]
    private static partial DuckDBStatementType TypeOf(DuckDBPreparedStatement statement);
}
