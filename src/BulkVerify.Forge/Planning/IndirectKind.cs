namespace BulkVerify.Forge.Planning;

/// <summary>How a message came through somebody else's hands.</summary>
internal enum IndirectKind
{
    None,
    /// <summary>A list that adds a footer and a mark to the subject, and signs.</summary>
    List,
    /// <summary>A list that adds a footer only.</summary>
    ListFooter,
    /// <summary>As <see cref="List"/>, with an ARC set that saw the mail pass.</summary>
    ListArc,
    /// <summary>Two ARC sets: list, then forwarder.</summary>
    ListArcForwarded,
    /// <summary>As <see cref="ListArc"/>, and the body was changed once more.</summary>
    ListArcBroken,
    /// <summary>An ARC field of the first set was changed after it was sealed.</summary>
    ListArcSealBroken,
    /// <summary>The newest seal says cv=fail.</summary>
    ListArcSealedAsFailed,
    /// <summary>The first seal says cv=pass.</summary>
    ListArcBadValidation,
    /// <summary>A field of the set is missing.</summary>
    ListArcIncomplete,
    /// <summary>A field of the set is there twice.</summary>
    ListArcRepeated,
    /// <summary>i= of a field is 0.</summary>
    ListArcBadInstance,
    /// <summary>a= of the message signature is unknown.</summary>
    ListArcMessageInvalid,
    /// <summary>a= of the seal is unknown.</summary>
    ListArcSealInvalid,
    /// <summary>The key of the set is gone.</summary>
    ListArcKeyGone,
    /// <summary>The question for the key of the set fails.</summary>
    ListArcServFail,
    /// <summary>Forwarded unchanged, envelope kept: SPF does not pass.</summary>
    Forward,
    /// <summary>Forwarded unchanged, envelope rewritten.</summary>
    ForwardRewritten,
    /// <summary>Forwarded unchanged, with an ARC set.</summary>
    ForwardArc,
}
