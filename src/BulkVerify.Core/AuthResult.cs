namespace BulkVerify;

/// <summary>The result words of RFC 8601 §2.7 for every method. Which of them a method may give is stated at its verdict.</summary>
public enum AuthResult : byte
{
    None,
    Pass,
    Fail,
    SoftFail,
    Neutral,
    Policy,
    TempError,
    PermError,
}
