namespace BulkVerify.Summaries;

/// <summary>Names of <see cref="RequirementState"/>.</summary>
public static class RequirementStates
{
    public static string ToWords(this RequirementState state) => state switch
    {
        RequirementState.Met => "met",
        RequirementState.Partly => "partly",
        RequirementState.NotMet => "not met",
        RequirementState.NotAsked => "not asked",
        _ => "cannot tell",
    };
}
