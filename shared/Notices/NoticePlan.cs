using Postern.Threads;

namespace Postern.Notices;

/// <summary>A notice that is sent, with every id fixed: it belongs to no record.</summary>
public sealed record NoticePlan(Notice Notice, PostingPlan Posting);
