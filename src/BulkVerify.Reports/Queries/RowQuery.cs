using System.Globalization;
using BulkVerify.Reports.Rows;
using DuckDB.NET.Data;
using DuckDB.NET.Native;

namespace BulkVerify.Reports.Queries;

/// <summary>SQL over row files, read-only: one statement, no other files, no network, memory bounded. Each call has an engine of its own.</summary>
public static class RowQuery
{
    /// <summary>Disk that a query may use, as a multiple of its memory.</summary>
    private const int SpillFactor = 32;

    /// <param name="files">Row files in the order of the rows; without any the view has its columns and no rows.</param>
    /// <exception cref="QueryException">The query is wrong or cannot be answered.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static void Run(IReadOnlyList<string> files, string sql, QueryOptions options, IQueryWriter writer, CancellationToken cancellation)
    {
        try
        {
            using EmptyRowFile? empty = files.Count == 0 ? EmptyRowFile.Create(options.SpillFolder) : null;
            using var connection = new DuckDBConnection("DataSource=:memory:");
            connection.Open();
            Prepare(connection, empty is null ? files : [empty.Path], options);
            if (NativeStatement.Refuse(connection.NativeConnection, sql) is { } refusal)
                throw new QueryException(OneLine(refusal), isUsage: true);
            using DuckDBCommand command = connection.CreateCommand();
            command.CommandText = sql;
            command.UseStreamingMode = true;
            using CancellationTokenRegistration interrupt = cancellation.Register(command.Cancel);
            Copy(command, writer);
        }
        catch (DuckDBException e)
        {
            cancellation.ThrowIfCancellationRequested();
            throw e.ErrorType == DuckDBErrorType.OutOfMemory
                ? new QueryException(Invariant($"needs more than {options.MemoryBytes >> 20} MiB of memory, or more room on disk than {SpillFactor} times that. Give it more, or ask for less at once."), isUsage: false, e)
                : new QueryException(OneLine(e.Message), IsUsage(e.ErrorType), e);
        }
        catch (Exception e) when (e is InvalidCastException or ArgumentException)
        {
            // Values that the engine has and .NET lacks: a list with NULL in it, an interval in months.
            throw new QueryException("a value has no form here, such as a list with NULL in it or an interval in months. Make it text: CAST(... AS VARCHAR) or to_json(...).", isUsage: true, e);
        }
        catch (Exception e) when ((e as TypeInitializationException)?.InnerException is DllNotFoundException || e is DllNotFoundException)
        {
            throw new QueryException("the SQL engine for this platform is not part of this installation: pack the tool on this platform, or with -p:DuckDbNatives=all.", isUsage: false, e);
        }
    }

    /// <summary>Makes the view, then takes away from the engine all that a query does not need, and the key to get it back.</summary>
    private static void Prepare(DuckDBConnection connection, IReadOnlyList<string> files, QueryOptions options)
    {
        string list = RowsView.FileList(files);
        string spillFolder = RowsView.Literal(options.SpillFolder);
        string[] statements =
        [
            Invariant($"SET memory_limit = '{options.MemoryBytes / 1024}KiB'"),
            Invariant($"SET max_temp_directory_size = '{options.MemoryBytes / 1024 * SpillFactor}KiB'"),
            Invariant($"SET threads = {options.Threads}"),
            $"SET temp_directory = {spillFolder}",
            "SET autoinstall_known_extensions = false",
            "SET autoload_known_extensions = false",
            $"SET allowed_paths = {list}",
            RowsView.Definition(files, options.Where),
            "SET enable_external_access = false",
            "SET lock_configuration = true",
        ];
        foreach (string statement in statements)
        {
            using DuckDBCommand command = connection.CreateCommand();
            command.CommandText = statement;
            command.ExecuteNonQuery();
        }
    }

    private static void Copy(DuckDBCommand command, IQueryWriter writer)
    {
        using DuckDBDataReader reader = command.ExecuteReader();
        writer.Begin([.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)]);
        object?[] values = new object?[reader.FieldCount];
        while (reader.Read())
        {
            for (int i = 0; i < values.Length; i++)
                values[i] = reader.IsDBNull(i) ? null : reader.GetValue(i);
            if (!writer.Write(values))
                break;
        }
        writer.End();
    }

    private static bool IsUsage(DuckDBErrorType type) =>
        type is not (DuckDBErrorType.Io or DuckDBErrorType.Internal or DuckDBErrorType.Fatal or DuckDBErrorType.Interrupt);

    /// <summary>What the engine says without the picture of the place, which the query itself shows.</summary>
    private static string OneLine(string message)
    {
        int picture = message.IndexOf("\n\nLINE ", StringComparison.Ordinal);
        return string.Join(' ', (picture < 0 ? message : message[..picture]).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
