namespace BulkVerify.Archives;

/// <summary>A piece of work: a byte range of one mbox, a range of consecutive message files, some members of a tar or zip, or a part of a compressed stream.</summary>
/// <param name="Id">Number of the split, from 0.</param>
/// <param name="FirstInput">Index of its first input in the plan.</param>
/// <param name="InputCount">More than one only for message files.</param>
/// <param name="Start">First byte, of an mbox: messages whose separator begins in [Start, End) belong to the split; of a tar or zip: members whose place lies there; of a compressed stream: what these stored bytes expand to.</param>
/// <param name="End">End of the range; the size of the input for what is not cut.</param>
public sealed record PlannedSplit(int Id, int FirstInput, int InputCount, long Start, long End);
