namespace BulkVerify.Claims;

/// <summary>Whether the ARC fields of a message form sets 1 to N (RFC 8617 §5.2 steps 1 and 3 A, B). The first fault in this order counts.</summary>
public enum ArcStructure : byte
{
    /// <summary>Each instance from 1 to N has exactly one of the three fields.</summary>
    Complete,
    /// <summary>More than 50 sets: an instance over 50, or more fields than 50 sets have (RFC 8617 §5.2 step 1).</summary>
    TooManySets,
    /// <summary>i= of a field is missing, no number of 1 or 2 digits, or 0 (RFC 8617 §4.2.1); in an ARC-Authentication-Results also when it does not come first (§4.1.1).</summary>
    BadInstance,
    /// <summary>An instance has one of the fields twice.</summary>
    RepeatedField,
    /// <summary>An instance lacks a field, or is missing below N.</summary>
    IncompleteSet,
}
