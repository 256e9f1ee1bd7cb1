namespace BulkVerify;

/// <summary>Something that is filled for one message after the other by one owner at a time.</summary>
public interface IReusable
{
    /// <summary>Makes it hold what a new one holds. Memory that it has may stay, bounded.</summary>
    void Clear();
}
